//! A keeper as we hold it: given its order, listened to, and let go. What it does itself stands in `keeper`.

use std::{process::Stdio, time::Duration};

use tokio::{
    io::{AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
    sync::watch,
    time::timeout,
};

use crate::{
    SystemProblem,
    keeper::{LEAVE_LIMIT, ORDERLY, Order, Said},
    lines::next_line,
};

/// How long a keeper may take to end: it gives the product its time, and then kills it.
const KEEPER_LIMIT: Duration = LEAVE_LIMIT.saturating_add(Duration::from_secs(2));

/// A program and its keeper.
pub(crate) struct Kept {
    /// Closing it ends both.
    input: ChildStdin,
    keeper: Child,
    ended: watch::Receiver<State>,
}

/// What its keeper says of a program.
enum State {
    Runs,
    /// It has ended by itself, in this way.
    Ended(String),
    /// The keeper says nothing more.
    Over,
}

impl State {
    fn by_itself(&self) -> Option<String> {
        match self {
            Self::Ended(how) => Some(how.clone()),
            Self::Runs | Self::Over => None,
        }
    }
}

impl Kept {
    pub(crate) async fn start(keeper: &[String], order: &Order) -> Result<Self, SystemProblem> {
        let not_started = |why: String| SystemProblem::NotStarted {
            program: order.command.join(" "),
            why,
        };
        let (program, arguments) = keeper.split_first().ok_or_else(|| not_started("it has no keeper".to_owned()))?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        // An interrupt from the keyboard is for us alone: the keeper ends when we do, and not before it has ended the product.
        #[cfg(unix)]
        command.process_group(0);
        let mut keeper = command.spawn().map_err(|why| not_started(why.to_string()))?;
        let (Some(mut input), Some(stdout)) = (keeper.stdin.take(), keeper.stdout.take()) else {
            return Err(not_started("its keeper has no pipes".to_owned()));
        };
        let line = serde_json::to_string(order).expect("plain data");
        let mut said = BufReader::new(stdout);
        let begin = async {
            input.write_all(format!("{line}\n").as_bytes()).await.ok()?;
            next_line(&mut said).await
        };
        let first = timeout(KEEPER_LIMIT, begin).await.ok().flatten().unwrap_or_default();
        match serde_json::from_str(&first) {
            Ok(Said::Started {}) => {}
            Ok(Said::NotStarted { why }) => return Err(not_started(why)),
            _ => return Err(not_started("its keeper does not say that it was started".to_owned())),
        }
        let (sender, ended) = watch::channel(State::Runs);
        tokio::spawn(async move {
            let line = next_line(&mut said).await.unwrap_or_default();
            sender.send_replace(match serde_json::from_str(&line) {
                Ok(Said::Ended { how }) => State::Ended(how),
                _ => State::Over,
            });
        });
        Ok(Self { input, keeper, ended })
    }

    /// How the program has ended, where it has done so by itself.
    pub(crate) fn ended_by_itself(&self) -> Option<String> {
        self.ended.borrow().by_itself()
    }

    /// Ends the program. Says how it had ended, where it had done so by itself.
    pub(crate) async fn end(self) -> Option<String> {
        let Self {
            mut input,
            mut keeper,
            mut ended,
        } = self;
        // A keeper that has ended has nothing left to do.
        let _ = input.write_all(ORDERLY).await;
        drop(input);
        let over = async {
            let _ = keeper.wait().await;
            // Its last word may have been spoken only now.
            let last = ended.wait_for(|state| !matches!(state, State::Runs)).await;
            last.ok().and_then(|state| state.by_itself())
        };
        match timeout(KEEPER_LIMIT, over).await {
            Ok(how) => how,
            Err(_) => {
                // There is nothing left to wait for that could be acted upon.
                let _ = keeper.kill().await;
                None
            }
        }
    }
}
