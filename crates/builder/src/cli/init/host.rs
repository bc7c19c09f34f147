//! The files with which reports are published on a host, as `docs/hosts` has them.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::NewFile;

/// A host for which there are files, or a few words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Template {
    /// A workflow for GitHub Actions
    GithubPages,
    /// Two commands
    CloudflarePages,
    /// Two commands
    Netlify,
    /// Two commands
    Vercel,
    /// An upload script for Amazon S3 and CloudFront
    S3,
    /// An upload script for Aliyun OSS
    Oss,
    /// An upload script for Tencent Cloud COS
    Cos,
    /// A server block for nginx
    Nginx,
    /// A Caddyfile
    Caddy,
}

const WORKFLOW: &str = include_str!("../../../../../docs/hosts/github-pages.yml");
const S3: &str = include_str!("../../../../../docs/hosts/s3.sh");
const CLOUDFRONT: &str = include_str!("../../../../../docs/hosts/cloudfront.js");
const OSS: &str = include_str!("../../../../../docs/hosts/oss.sh");
const COS: &str = include_str!("../../../../../docs/hosts/cos.sh");
const NGINX: &str = include_str!("../../../../../docs/hosts/nginx.conf");
const CADDY: &str = include_str!("../../../../../docs/hosts/Caddyfile");

/// The repository on GitHub (`owner/name`) and the commit that this program was built from, where that is known.
const ORIGIN: Option<(&str, &str)> = match (option_env!("KANBAO_REPOSITORY"), option_env!("KANBAO_REVISION"))
{
    (Some(repository), Some(revision)) => Some((repository, revision)),
    _ => None,
};

/// What stands in the workflow for a repository and a revision that are not known.
const ANY_REPOSITORY: &str = "OWNER/kanbao";
const ANY_REVISION: &str = "KANBAO_REVISION: main";

impl Template {
    /// What is to be written for a folder of posts.
    pub(super) fn files(self, dir: &Path) -> Vec<NewFile> {
        let here = |name: &str, text| NewFile::new(dir.join(name), text);
        match self {
            Template::GithubPages => vec![workflow(dir, ORIGIN)],
            // What these read, `kanbao build --host` writes into the site.
            Template::CloudflarePages | Template::Netlify | Template::Vercel => Vec::new(),
            Template::S3 => vec![here("s3.sh", S3), here("cloudfront.js", CLOUDFRONT)],
            Template::Oss => vec![here("oss.sh", OSS)],
            Template::Cos => vec![here("cos.sh", COS)],
            Template::Nginx => vec![here("nginx.conf", NGINX)],
            Template::Caddy => vec![here("Caddyfile", CADDY)],
        }
    }

    /// What is left to do by hand.
    pub(super) fn next_step(self) -> &'static str {
        match self {
            Template::GithubPages => {
                "Then push, and choose Settings → Pages → Source: GitHub Actions in the repository"
            }
            Template::CloudflarePages => {
                "To publish: kanbao build . -o site --host cloudflare-pages && npx wrangler pages deploy site"
            }
            Template::Netlify => {
                "To publish: kanbao build . -o site --host netlify && npx netlify deploy --prod --dir site"
            }
            Template::Vercel => {
                "To publish: kanbao build . -o site --host vercel && npx vercel deploy site --prod"
            }
            Template::S3 => "To publish: kanbao build . -o site && sh s3.sh site BUCKET DISTRIBUTION",
            Template::Oss => "To publish: kanbao build . -o site && sh oss.sh site BUCKET",
            Template::Cos => "To publish: kanbao build . -o site && sh cos.sh site BUCKET",
            Template::Nginx | Template::Caddy => {
                "To publish: kanbao build . -o site --precompress, and copy site/ to where the file says"
            }
        }
    }
}

/// The workflow at the root of the repository that the posts are in.
fn workflow(dir: &Path, origin: Option<(&str, &str)>) -> NewFile {
    let (root, posts) = repository_of(dir);
    let mut text = WORKFLOW.replace("POSTS: .", &format!("POSTS: {posts}"));
    let mut remark = ": set KANBAO_REPOSITORY in it to the repository that you have Kanbao from";
    if let Some((repository, revision)) = origin {
        text = text
            .replace(ANY_REPOSITORY, repository)
            .replace(ANY_REVISION, &format!("KANBAO_REVISION: {revision}"));
        remark = "";
    }
    NewFile {
        path: root.join(".github/workflows/kanbao.yml"),
        text,
        remark,
    }
}

/// The root of the repository around a folder and the way from there to it, quoted for YAML; the folder itself where there is none.
fn repository_of(dir: &Path) -> (PathBuf, String) {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let root = whole.ancestors().find(|folder| folder.join(".git").exists());
    let inside = root.and_then(|root| whole.strip_prefix(root).ok());
    match (root, inside) {
        (Some(root), Some(inside)) if !inside.as_os_str().is_empty() => {
            let path = inside.to_string_lossy().replace('\\', "/");
            (root.to_owned(), format!("{path:?}"))
        }
        _ => (dir.to_owned(), ".".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workflow_stands_at_the_root_of_the_repository_and_knows_the_way_to_the_posts() {
        let dir = tempfile::tempdir().unwrap();
        let posts = dir.path().join("我的 reports");
        std::fs::create_dir_all(dir.path().join(".git")).unwrap();
        std::fs::create_dir(&posts).unwrap();
        let file = workflow(&posts, Some(("someone/kanbao", "0123abc")));
        assert_eq!(file.path, dir.path().join(".github/workflows/kanbao.yml"));
        for line in [
            "  POSTS: \"我的 reports\"\n",
            "  KANBAO_REPOSITORY: someone/kanbao\n",
            "  KANBAO_REVISION: 0123abc\n",
        ] {
            assert!(file.text.contains(line), "{line}{}", file.text);
        }
        assert!(file.remark.is_empty());
    }

    #[test]
    fn a_workflow_of_unknown_origin_says_what_to_fill_in() {
        let dir = tempfile::tempdir().unwrap();
        let file = workflow(dir.path(), None);
        assert!(file.text.contains("KANBAO_REPOSITORY: OWNER/kanbao\n") && file.text.contains(ANY_REVISION));
        assert!(file.remark.contains("KANBAO_REPOSITORY"));
    }

    #[test]
    fn every_host_has_a_next_step_and_its_files_are_named_in_it_or_beside_it() {
        for host in Template::value_variants() {
            let next = host.next_step();
            assert!(
                next.starts_with("To publish: kanbao build") || next.starts_with("Then push"),
                "{next}"
            );
            for file in host.files(Path::new(".")) {
                assert!(!file.text.is_empty(), "{}", file.path.display());
            }
        }
    }
}
