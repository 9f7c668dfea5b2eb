//! Rebuilds the crate when the specification changes: it is embedded, and new files would otherwise go unseen.

fn main() {
    println!("cargo::rerun-if-changed=../../features");
}
