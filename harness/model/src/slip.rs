//! Slips of the pen: which known name somebody meant who wrote another.

/// The name of `known` that differs from `name` by a slip of the pen.
pub(crate) fn nearest<'b>(name: &str, known: &[&'b str]) -> Option<&'b str> {
    let near = known.iter().map(|other| (distance(name, other), *other));
    near.filter(|(distance, other)| *distance * 3 <= other.chars().count().max(3))
        .min()
        .map(|(_, other)| other)
}

/// How many letters have to be changed, added, taken away, or exchanged with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (at, letter) in one.iter().enumerate() {
        let mut row = vec![at + 1];
        for (column, wanted) in other.iter().enumerate() {
            let kept = rows[at][column] + usize::from(letter != wanted);
            let mut least = kept.min(rows[at][column + 1] + 1).min(row[column] + 1);
            if at > 0 && column > 0 && *letter == other[column - 1] && one[at - 1] == *wanted {
                least = least.min(rows[at - 1][column - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let known = ["endpoint", "wall", "offset", "port"];
        for (name, wanted) in [
            ("endpiont", Some("endpoint")),
            ("walll", Some("wall")),
            ("prot", Some("port")),
            ("offst", Some("offset")),
            ("sundial", None),
            ("part-time", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, &known), wanted, "{name}");
        }
    }
}
