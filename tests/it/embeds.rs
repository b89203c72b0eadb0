//! What other sites may show of an edition, and what its pages may load from other sites.

use crate::sandbox::Sandbox;

/// Returns an edition with a fact check, and `settings` added to its own.
fn checked(settings: &str) -> Sandbox {
    let sandbox = Sandbox::small();
    let edition = sandbox.read("content/edition.yaml");
    let ratings =
        "ratings: [{ id: \"false\", label: \"False\", tone: bad, means: It is not so. }]\n";
    sandbox.write("content/edition.yaml", format!("{edition}{ratings}{settings}"));
    sandbox.write("content/sources.yaml", "zoo:\n  type: web\n  title: Foxes\n  read: whole\n");
    sandbox.write(
        "content/first/facts.yaml",
        "- id: jump\n  kind: fact-check\n  quote: jumps\n  claim: Foxes jump <\"high\">.\n  \
         rating: \"false\"\n  summary: They creep.\n  \
         sources: [{ ref: zoo, stance: contradicts, note: They creep. }]\n",
    );
    sandbox
}

/// Returns the policies that `_headers` has for a path of the site.
fn policies(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let headers = sandbox.read("public/_headers");
    let mut is_meant = false;
    let mut found = Vec::new();
    for line in headers.lines() {
        match line.strip_prefix("  Content-Security-Policy: ") {
            Some(policy) if is_meant => found.push(policy.to_owned()),
            Some(_) => {}
            None if line.starts_with(' ') => {}
            None => is_meant = matches(line, &format!("/sub/path/{path}")),
        }
    }
    found
}

/// Returns whether a rule is for a path: `*` is anything, `:a` one step.
fn matches(rule: &str, path: &str) -> bool {
    if let Some(start) = rule.strip_suffix('*') {
        return path.starts_with(start);
    }
    let (rule, path) = (rule.split('/'), path.split('/'));
    rule.clone().count() == path.clone().count()
        && rule.zip(path).all(|(one, step)| one == step || one.starts_with(':') && !step.is_empty())
}

#[test]
fn without_being_asked_for_there_are_none_and_nothing_may_be_framed() {
    let sandbox = checked("");
    sandbox.succeed(&["build"]);
    assert!(sandbox.has("public/checks/first/jump/index.html"));
    assert!(!sandbox.has("public/checks/first/jump/embed"));
    assert!(!sandbox.read("public/checks/first/jump/index.html").contains("embed"));
    for path in ["", "first/", "checks/first/jump/embed/"] {
        let [policy] = &policies(&sandbox, path)[..] else { panic!("{path}: one policy") };
        assert!(policy.ends_with("; frame-ancestors 'self'"), "{policy}");
    }
}

#[test]
fn the_small_page_of_a_check_alone_may_be_framed() {
    let sandbox = checked("embeds: true\n");
    sandbox.succeed(&["build"]);
    let [policy] = &policies(&sandbox, "checks/first/jump/embed/")[..] else {
        panic!("one policy")
    };
    assert!(policy.ends_with("; frame-ancestors *"), "{policy}");
    for path in sandbox.site().keys().filter(|path| path.ends_with("index.html")) {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        if path.ends_with("embed/") {
            continue;
        }
        for path in [path, path.trim_end_matches('/')] {
            let [policy] = &policies(&sandbox, path)[..] else { panic!("{path}: one policy") };
            assert!(policy.ends_with("; frame-ancestors 'self'"), "{path}: {policy}");
        }
    }
}

#[test]
fn what_tells_of_a_check_frames_its_small_page() {
    let sandbox = checked("embeds: true\n");
    sandbox.succeed(&["build"]);
    let folder = "public/checks/first/jump/";
    let json = sandbox.read(&format!("{folder}oembed.json"));
    let told: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((&told["version"], &told["type"]), (&"1.0".into(), &"rich".into()));
    assert_eq!(told["title"], "Foxes jump <\"high\">.");
    assert_eq!(told["provider_url"], "https://example.org/sub/path/");
    let html = told["html"].as_str().expect("it is text");
    let size = format!("width=\"{}\" height=\"{}\"", told["width"], told["height"]);
    let start = "<iframe src=\"https://example.org/sub/path/checks/first/jump/embed/\" \
                 title=\"Foxes jump &lt;&quot;high&quot;&gt;.\" ";
    assert!(html.starts_with(&format!("{start}{size} ")), "{html}");
    let page = sandbox.read(&format!("{folder}embed/index.html"));
    for part in ["noindex", ">False<", "They creep.", "<mark", ">jumps<", "href=\"../../../../\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    assert!(!sandbox.read("public/sitemap.xml").contains("embed"));
}

#[test]
fn a_retracted_check_says_so_where_others_show_it() {
    let sandbox = checked("embeds: true\n");
    let facts = sandbox.read("content/first/facts.yaml");
    sandbox.write("content/first/facts.yaml", format!("{facts}  status: retracted\n"));
    sandbox.succeed(&["build"]);
    let page = sandbox.read("public/checks/first/jump/embed/index.html");
    assert!(page.contains("Retracted") && !page.contains("They creep."), "{page}");
}

#[test]
fn links_to_small_pages_are_followed() {
    let sandbox = checked("embeds: true\n");
    let link = |path: &str| {
        let text = format!("# First\n\nThe quick brown fox [jumps](../checks/first/{path}).\n");
        sandbox.write("content/first/index.md", text);
    };
    for path in ["jump/embed/", "jump/oembed.json"] {
        link(path);
        let run = sandbox.succeed(&["check"]);
        assert!(!run.err.contains("leads nowhere"), "{run:?}");
    }
    link("leap/embed/");
    sandbox.succeed(&["check"]).expect_said("leads nowhere");
}

#[test]
fn hosts_are_let_in_by_the_pages_and_by_the_headers() {
    let sandbox = checked(
        "csp:\n  script-src: https://stats.example.org/\n  \
         img-src: [\"https://*.example.org\", https://images.example.net]\n  \
         frame-src: https://films.example.org\n",
    );
    sandbox.succeed(&["build"]);
    let [policy] = &policies(&sandbox, "first/")[..] else { panic!("one policy") };
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self' https://stats.example.org; style-src 'self'; \
         img-src 'self' data: https://*.example.org https://images.example.net; \
         font-src 'self'; connect-src 'self'; media-src 'self'; \
         frame-src https://films.example.org; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'self'"
    );
    let page = sandbox.read("public/first/index.html");
    let meta = "content=\"default-src 'self' file:; \
                script-src 'self' file: https://stats.example.org; img-src 'self' file: data: \
                https://*.example.org https://images.example.net; \
                frame-src 'self' file: https://films.example.org; base-uri 'none'; \
                form-action 'self'\">";
    assert!(page.contains(meta), "{page}");
}
