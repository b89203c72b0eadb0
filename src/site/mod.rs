//! The site: the manifest of what was written, and files for hosts.

mod hosting;
mod manifest;

pub use hosting::{POLICY_OF_COPIES, headers, may_hold_script, robots, sitemap};
pub use manifest::{MANIFEST, Manifest, Summary, hash, is_below};
