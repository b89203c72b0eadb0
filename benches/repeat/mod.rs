//! Repeats what is short, so that one odd run does not count.

use std::{hint::black_box, time::Duration};

use crate::measure::time;

/// How often something is repeated.
pub(crate) const N_RUNS: usize = 20;

/// Returns the median time of twenty runs.
pub(crate) fn repeat<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..N_RUNS).map(|_| time(|| black_box(work())).0).collect();
    times.sort_unstable();
    times[N_RUNS / 2]
}
