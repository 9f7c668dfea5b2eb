//! Rebuilds the program when a profile changes: those that ship are embedded, and new files would otherwise go unseen.

fn main() {
    println!("cargo::rerun-if-changed=../../vendor-profiles");
}
