//! Rebuilds the crate when a recipe changes: they are embedded, and new files would otherwise go unseen.

fn main() {
    println!("cargo::rerun-if-changed=recipes");
}
