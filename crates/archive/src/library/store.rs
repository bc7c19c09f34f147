//! What keeps a reader's own data: texts by key, as a browser's database does.

/// A store of texts by key. Whatever it is asked may fail, at any moment.
pub trait Store {
    /// Every key with its text.
    ///
    /// # Errors
    /// Where the store does not answer.
    fn all(&self) -> impl Future<Output = Result<Vec<(String, String)>, StoreError>>;

    /// The text under a key.
    ///
    /// # Errors
    /// Where the store does not answer.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Stores texts under their keys, all or none.
    ///
    /// # Errors
    /// Where the store does not take them.
    fn put(&self, texts: Vec<(String, String)>) -> impl Future<Output = Result<(), StoreError>>;

    /// Forgets everything.
    ///
    /// # Errors
    /// Where the store does not answer; then it has forgotten nothing.
    fn clear(&self) -> impl Future<Output = Result<(), StoreError>>;
}

/// Why a store did not do what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// It may not be used: private windows and web views.
    Refused,
    /// There is no room.
    Full,
    /// It was there and is no more: cleared by the browser, or closed because another window needs it otherwise.
    Gone,
}
