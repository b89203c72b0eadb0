//! What GitHub shows beside the lines of a pull request: commands of its workflows, on standard
//! output (docs.github.com, “Workflow commands for GitHub Actions”).

use std::{env, fs, path::Path};

use crate::diag::{Diagnostic, Severity};

/// Returns whether a workflow of GitHub runs this.
pub(super) fn is_running() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Returns a command for each diagnostic of an edition. Errors come last, where a log ends.
pub(super) fn commands<'a>(
    diagnostics: impl Iterator<Item = &'a Diagnostic>,
    root: &Path,
) -> String {
    let folder = below_workspace(root);
    let mut all: Vec<&Diagnostic> = diagnostics.collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.severity));
    all.into_iter().map(|one| command(one, &folder)).collect()
}

/// Returns the way from the folder of the repository to that of the edition.
fn below_workspace(root: &Path) -> String {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let workspace = env::var_os("GITHUB_WORKSPACE").and_then(|path| real(path.as_ref()));
    let root = real(root).zip(workspace);
    let inner = root.and_then(|(root, workspace)| Some(root.strip_prefix(workspace).ok()?.into()));
    let inner: std::path::PathBuf = inner.unwrap_or_default();
    match inner.to_string_lossy().replace('\\', "/") {
        inner if inner.is_empty() => inner,
        inner => inner + "/",
    }
}

fn command(diagnostic: &Diagnostic, folder: &str) -> String {
    let Diagnostic { problem, severity, place, .. } = diagnostic;
    let kind = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let help = problem.help();
    let way_out = if help.is_empty() { help } else { format!("\n{help}") };
    let (line, column) = (place.start.line, place.start.column);
    format!(
        "::{kind} file={},line={line},col={column},title={}::{}\n",
        property(&format!("{folder}{}", place.path)),
        property(problem.code()),
        escaped(&format!("{problem}{way_out}")),
    )
}

/// Escapes a text as a command needs it, which ends with its line.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, Problem};

    #[test]
    fn a_command_holds_whatever_a_message_says_and_errors_come_last() {
        let found = |problem: Problem, path: &str| Diagnostic::new(problem, Place::file(path));
        let value = "a:b, 100 %\n::error::c".to_owned();
        let error = found(Problem::InvalidDate { value }, "content/a/x,y:z.yaml");
        let all = [error, found(Problem::Empty, "content/b/index.md")];
        assert_eq!(
            all.iter().map(|one| command(one, "web/")).collect::<String>(),
            "::error file=web/content/a/x%2Cy%3Az.yaml,line=1,col=1,title=invalid-date::\
             “a:b, 100 %25 ::error::c” is not a date%0Awrite YYYY-MM-DD, or YYYY-MM or YYYY where \
             the day is not known\n\
             ::warning file=web/content/b/index.md,line=1,col=1,title=empty-file::\
             the file holds no text%0Awrite something into it, or delete it\n",
        );
        let commands = commands(all.iter(), Path::new("."));
        let kinds: Vec<_> = commands.lines().map(|line| line.split(' ').next()).collect();
        assert_eq!(kinds, [Some("::warning"), Some("::error")]);
    }
}
