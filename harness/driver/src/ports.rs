//! Free ports of this machine, for products that are started on them.

use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, TcpListener},
    sync::{Mutex, PoisonError},
};

/// Ports that were handed out: the machine may name a free one twice before anybody has taken it.
static HANDED_OUT: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
/// How often the machine is asked for a port that was not handed out before.
const PORT_ATTEMPTS: usize = 100;

/// Whether somebody has that port, be it from a moment ago.
pub(crate) fn is_taken(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err()
}

/// A port that nobody has, and that was not named before.
pub(crate) fn free_port() -> Result<u16, String> {
    let mut handed_out = HANDED_OUT.lock().unwrap_or_else(PoisonError::into_inner);
    for _ in 0..PORT_ATTEMPTS {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|why| format!("no free port: {why}"))?;
        let port = listener.local_addr().map_err(|why| format!("no free port: {why}"))?.port();
        if handed_out.insert(port) {
            return Ok(port);
        }
    }
    // More products were started than there are ports: those of long ago are free again.
    handed_out.clear();
    Err("no free port that was not handed out just now".to_owned())
}
