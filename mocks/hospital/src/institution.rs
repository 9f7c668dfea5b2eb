//! The institutions that every realm has, and what is told of each before a scenario changes anything.

use crate::Quarter;

/// A healthcare institution as everybody knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Its name for people.
    pub title: &'static str,
    /// Its name as a publisher, and in the addresses of its repository.
    pub publisher_name: &'static str,
    /// Whether it is a public institution; private ones publish alike.
    pub public: bool,
    /// Since when it also publishes what is older than the patient's consent ("precedence"), where it does.
    pub publishes_precedence_since: Option<Quarter>,
}

/// Those of every realm. The first is meant where none is named.
pub const INSTITUTIONS: [Institution; 3] = [
    Institution {
        title: "Example Hospital",
        publisher_name: "example-hospital",
        public: true,
        publishes_precedence_since: None,
    },
    Institution {
        title: "North Hospital",
        publisher_name: "north-hospital",
        public: true,
        publishes_precedence_since: Some(Quarter::new(2025, 3)),
    },
    Institution {
        title: "South Clinic",
        publisher_name: "south-clinic",
        public: false,
        publishes_precedence_since: None,
    },
];
