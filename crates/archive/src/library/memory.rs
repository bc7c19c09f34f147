//! A store in memory, for tests: it keeps texts, and fails or keeps one waiting when it is told to.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::store::{Store, StoreError};

/// Several hold the same one, as windows do.
#[derive(Clone, Default)]
pub(super) struct Memory {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    /// What whoever asks gets instead of an answer.
    pub(super) fails: Rc<Cell<Option<StoreError>>>,
    /// More keys than this are refused for want of room.
    pub(super) room: Rc<Cell<Option<usize>>>,
    /// As long as this is true, nobody gets an answer.
    pub(super) is_slow: Rc<Cell<bool>>,
    /// How many texts were written, for those who must write nothing needless.
    pub(super) written: Rc<Cell<usize>>,
}

impl Memory {
    /// A store in which somebody has left these texts.
    pub(super) fn with(texts: &[(&str, &str)]) -> Self {
        let memory = Self::default();
        let texts = texts
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        memory.texts.borrow_mut().extend(texts);
        memory
    }

    /// What is stored under a key.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.texts.borrow().get(key).cloned()
    }

    async fn answer(&self) -> Result<(), StoreError> {
        poll_fn(|_| {
            if self.is_slow.get() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        self.fails.get().map_or(Ok(()), Err)
    }
}

impl Store for Memory {
    async fn all(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.answer().await?;
        Ok(self.texts.borrow().clone().into_iter().collect())
    }

    async fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.answer().await?;
        Ok(self.text(key))
    }

    async fn put(&self, texts: Vec<(String, String)>) -> Result<(), StoreError> {
        self.answer().await?;
        let mut after = self.texts.borrow().clone();
        let count = texts.len();
        after.extend(texts);
        if self.room.get().is_some_and(|room| after.len() > room) {
            return Err(StoreError::Full);
        }
        self.written.set(self.written.get() + count);
        self.texts.replace(after);
        Ok(())
    }

    async fn clear(&self) -> Result<(), StoreError> {
        self.answer().await?;
        self.texts.borrow_mut().clear();
        Ok(())
    }
}

/// What a future gives that has nothing to wait for; `None` where it waits.
pub(super) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
