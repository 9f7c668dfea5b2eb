//! `merge`: the records of shards put together into one, which is then judged like any other.

use std::path::PathBuf;

use clap::Args;
use etalon_evidence::{Record, merge};

use crate::{
    account,
    exit::{Exit, Failure},
    judge,
};

#[derive(Args)]
pub(crate) struct MergeArguments {
    /// Where the merged record goes: a folder that does not exist yet.
    out: PathBuf,
    /// The folders of the records: of all shards of one run, in any order.
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
}

pub(crate) fn merge_records(arguments: &MergeArguments) -> Result<Exit, Failure> {
    let parts: Vec<Record> = arguments
        .records
        .iter()
        .map(|folder| account::read(folder))
        .collect::<Result<_, _>>()?;
    merge(&arguments.out, &parts).map_err(|why| Failure::usage(why.to_string()))?;
    drop(parts);
    judge(&arguments.out)
}
