//! The memory of a process, as Linux counts it.
#![expect(clippy::disallowed_methods, reason = "a process is described by a file")]

use std::fs;

/// Returns the most memory that this process has held, in bytes.
pub(crate) fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
