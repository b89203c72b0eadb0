//! The page on which the search runs, and the index that it reads.

use rayon::prelude::*;

use super::{
    Part, files,
    lists::{ListWords, part_of},
};
use crate::site::pages::Pages;

impl Pages<'_> {
    /// Makes the search, if there is one.
    pub(in crate::site) fn search(&self) -> Vec<String> {
        let shared = self.site.edition.shared;
        if !shared.is_searched {
            return Vec::new();
        }
        let page = self.page("search", "search/", &self.message("search"));
        let nothing: Option<()> = None;
        if self.wants(&page.path) {
            self.put("search.html", &page, ("nothing", &nothing));
        }
        let writer = self.site.writer;
        let are_gathered = self.articles.iter().all(|article| article.words.is_some());
        if are_gathered && writer.wants_below("search/") {
            let lists = ListWords::new(shared, &self.site.parts.lists.glosses);
            let urls: Vec<String> = self.articles.iter().map(|article| article.url()).collect();
            let articles = self.articles.iter().zip(&urls);
            let parts =
                articles.filter_map(|(it, url)| Some(part_of(it.words.as_ref()?, url, &it.title)));
            let parts: Vec<Part<'_>> = parts.chain([lists.part()]).collect();
            files(&parts).into_par_iter().for_each(|(name, bytes)| {
                writer.put(&format!("search/{name}"), &bytes);
            });
        }
        vec![page.path]
    }
}
