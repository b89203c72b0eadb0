//! `postil theme`: files of the built-in theme to change, and how those that were changed stand.

use std::path::{Component, Path};

use clap::{Args, Subcommand};

use super::{
    Failure, Result,
    console::{Console, count},
    did_you_mean, print,
};
use crate::{
    diag::{Diagnostics, Severity, nearest_name},
    disk::{FolderInput, write_files},
    edition::{
        Drafts, Edition, Options, judge, theme,
        theme_files::{Standing, ejected, names, standing, unused},
        theme_name,
    },
    io::{Input, NoOutput},
    site,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write files of the built-in theme into the edition's theme, to change them
    Eject(Eject),
    /// Tell which files of the edition's theme are behind the built-in ones, or not used
    Check,
}

/// Arguments of `theme eject`.
#[derive(Debug, Args)]
pub(super) struct Eject {
    /// The files, below the theme's folder, as in `templates/article.html` [default: all that
    /// are not there yet]
    files: Vec<String>,
    /// The folder of `themes/` to write into [default: the theme that the edition names]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Write over what is there
    #[arg(long, requires = "files")]
    force: bool,
}

pub(super) fn run(command: &Command, root: &Path, console: &Console) -> Result {
    match command {
        Command::Eject(arguments) => eject(arguments, root, console),
        Command::Check => check(root, console),
    }
}

/// Writes files, all of them or none.
fn eject(arguments: &Eject, root: &Path, console: &Console) -> Result {
    let input = FolderInput::new(root);
    let theme = match &arguments.theme {
        Some(name) => name.clone(),
        None => theme_name(&input).map_err(|found| Failure::Edition(found, String::new()))?,
    };
    let mut parts = Path::new(&theme).components();
    let (Some(Component::Normal(_)), None) = (parts.next(), parts.next()) else {
        return Err(Failure::Usage(format!("`{theme}` is no name of a folder in themes/")));
    };
    let themes = theme::names(&input.list().files);
    let is_new = !themes.contains(&theme);
    let known = names();
    let wanted = if arguments.files.is_empty() { &known } else { &arguments.files };
    let folder = root.join("themes").join(&theme);
    let mut files = Vec::new();
    for name in wanted {
        let Some(bytes) = ejected(name) else {
            let in_folder = known.iter().find(|it| it.ends_with(&format!("/{name}")));
            let hint = in_folder
                .map_or_else(|| did_you_mean(name, &known), |it| format!("; did you mean `{it}`?"));
            return Err(Failure::Usage(format!("the built-in theme has no file `{name}`{hint}")));
        };
        let path = folder.join(name);
        let is_there = path.symlink_metadata().is_ok();
        if is_there && arguments.files.is_empty() {
            continue;
        }
        if is_there && !arguments.force {
            let path = path.display();
            return Err(Failure::Usage(format!(
                "{path} is there already; nothing was written; `--force` writes over it"
            )));
        }
        files.push((format!("themes/{theme}/{name}"), bytes));
    }
    write_files(root, &files).map_err(|(path, error)| Failure::at(path.display(), error))?;
    let files = count(files.len(), "file", "files");
    let new = match nearest_name(&theme, themes.iter().map(String::as_str)) {
        _ if !is_new => String::new(),
        Some(near) => format!(", a new theme (there is `{near}`: if that was meant, move them)"),
        None => ", a new theme".to_owned(),
    };
    let used = if theme_name(&input).is_ok_and(|used| used == theme) {
        String::new()
    } else {
        format!("; to use them, say `theme: {theme}` in content/edition.yaml")
    };
    console.say(&format!(
        "{files} in {}{new}{used}; later, `postil theme check` tells which are behind the built-in \
         ones",
        folder.display()
    ));
    Ok(())
}

fn check(root: &Path, console: &Console) -> Result {
    let options = Options { drafts: Drafts::Include, ..Options::default() };
    let input = FolderInput::new(root);
    let diagnostics = Diagnostics::default();
    let told =
        Edition::load(&options, &input, &diagnostics, |edition| files_to_tell(edition, &input));
    let Some(told) = told else {
        let mut found = judge(diagnostics.into_sorted(), []);
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Err(Failure::Edition(found, String::new()));
    };
    // What is wrong with a template shows when pages are made of it.
    let mut found = site::build(&options, &input, &NoOutput).diagnostics;
    found.retain(|diagnostic| diagnostic.place.path.starts_with("themes/"));
    if told.is_empty() && found.is_empty() {
        console.say("every file of the theme is its own, or made from the present built-in one");
    }
    let lines = told.iter().map(|(path, standing)| format!("{path}: {}\n", standing.say()));
    print(lines.collect::<String>().as_bytes())?;
    let is_behind = told.iter().any(|(_, told)| *told == Told::Behind);
    match is_behind || !found.is_empty() {
        true => Err(Failure::Edition(found, String::new())),
        false => Ok(()),
    }
}

/// Returns the files of the edition's theme that there is something to say of.
fn files_to_tell(edition: Edition<'_>, input: &FolderInput) -> Vec<(String, Told)> {
    let shared = edition.shared;
    let named = shared.pages.iter().filter_map(|page| page.template.as_ref());
    let named: Vec<&str> = named.map(|(name, _)| name.as_str()).collect();
    let theme = shared.theme();
    let unused = unused(theme, &named);
    let mut told = Vec::new();
    for layer in &theme.layers {
        let prefix = format!("themes/{layer}/");
        let own = edition.contents.listing.files.iter().filter(|it| it.starts_with(&prefix));
        for path in own {
            let name = &path[prefix.len()..];
            let bytes = input.read(path).unwrap_or_default();
            let template = name.strip_prefix("templates/");
            let is_unused = template.is_some_and(|template| unused.contains(&template));
            told.extend(Told::new(standing(name, &bytes), is_unused).map(|it| (path.clone(), it)));
        }
    }
    told
}

/// What there is to say of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Behind,
    Same,
    Unmarked,
    Unused,
}

impl Told {
    const fn new(standing: Standing, is_unused: bool) -> Option<Self> {
        match standing {
            Standing::Behind => Some(Self::Behind),
            Standing::Same => Some(Self::Same),
            Standing::Unmarked => Some(Self::Unmarked),
            Standing::Own if is_unused => Some(Self::Unused),
            Standing::Own | Standing::Current => None,
        }
    }

    const fn say(self) -> &'static str {
        match self {
            Self::Behind => {
                "behind: the built-in file has changed since it was ejected; eject that anew \
                 beside it (`--theme NAME`), and compare"
            }
            Self::Same => "the same as the built-in file: change it, or delete it",
            Self::Unmarked => {
                "stands in for a built-in file, and does not say for which version of it: compare \
                 it with what `postil theme eject --theme NAME` writes"
            }
            Self::Unused => "not used: no page comes to this template",
        }
    }
}
