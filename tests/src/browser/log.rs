//! What the browser says about a page: errors on its console, and every address it asks for.

use serde_json::Value;

use super::{Browser, Engine};
use crate::Outcome;

impl Browser {
    /// Errors since the last call: uncaught exceptions, `console.error`, failed requests, refused policies.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn console_errors(&self) -> Outcome<Vec<String>> {
        match self.engine {
            Engine::Chromium => {}
            Engine::Firefox => {
                let mut errors = self.take_page_errors().await?;
                errors.append(&mut self.driver.take_said());
                return Ok(errors);
            }
            // Its driver tells nobody.
            Engine::WebKit => return Ok(Vec::new()),
        }
        let entries = self.page.get_log("browser").await?;
        Ok(entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect())
    }

    /// Addresses that pages have asked for since the last call, in order.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn requests(&self) -> Outcome<Vec<String>> {
        match self.engine {
            Engine::Chromium => {}
            Engine::Firefox => return self.take_requests().await,
            Engine::WebKit => return Err(self.engine.lacks("list of what pages ask for")),
        }
        let entries = self.page.get_log("performance").await?;
        Ok(entries
            .into_iter()
            .filter_map(|entry| requested(&entry.message))
            .collect())
    }
}

/// The address in an entry of the performance log, where it is about a request.
fn requested(message: &str) -> Option<String> {
    let entry: Value = serde_json::from_str(message).ok()?;
    let event = &entry["message"];
    if event["method"] != "Network.requestWillBeSent" {
        return None;
    }
    event["params"]["request"]["url"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_have_an_address() {
        let request =
            r#"{"message":{"method":"Network.requestWillBeSent","params":{"request":{"url":"http://a/"}}}}"#;
        assert_eq!(requested(request).as_deref(), Some("http://a/"));
        assert_eq!(
            requested(r#"{"message":{"method":"Network.dataReceived","params":{}}}"#),
            None
        );
        assert_eq!(requested("nothing"), None);
    }
}
