//! A database of texts by key, where the browser gives one (W3C Indexed Database API 3.0).

use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const STORE: &str = "texts";

/// The version of what is stored; raising it calls [`prepare`] once in each browser.
const VERSION: u32 = 1;

/// An open database. Private windows and web views may have none, or lose it at any moment: then what asks it gets
/// `None`, and reading goes on.
pub struct Database {
    inner: IdbDatabase,
}

impl Database {
    /// Opens the database of this name, or makes it. Origins are shared between sites, so the name holds the site's path.
    pub async fn open(name: &str) -> Option<Self> {
        let factory = web_sys::window()?.indexed_db().ok()??;
        let request = factory.open_with_u32(name, VERSION).ok()?;
        let opening = request.clone();
        let upgrade = Closure::once_into_js(move || {
            // Where it fails, so does whatever is asked of the store later.
            let inner = opening.result().ok().and_then(|it| it.dyn_into().ok());
            let _ = inner.as_ref().and_then(prepare);
        });
        request.set_onupgradeneeded(upgrade.dyn_ref::<Function>());
        let inner = result(&request).await?.dyn_into().ok()?;
        Some(Self { inner })
    }

    /// Every key with its text.
    pub async fn all(&self) -> Option<Vec<(String, String)>> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let (keys, texts) = (store.get_all_keys().ok()?, store.get_all().ok()?);
        // Both belong to one transaction, so they fit together.
        let (keys, texts) = (result(&keys).await?, result(&texts).await?);
        let (keys, texts) = (Array::from(&keys), Array::from(&texts));
        let pairs = keys.iter().zip(texts.iter());
        let pairs = pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)));
        Some(pairs.collect())
    }

    /// The text under a key.
    pub async fn get(&self, key: &str) -> Option<String> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let request = store.get(&key.into()).ok()?;
        result(&request).await?.as_string()
    }

    /// Stores texts under their keys, all or none; `None` where the browser did not take them.
    pub async fn put(&self, pairs: impl IntoIterator<Item = (String, String)>) -> Option<()> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        for (key, text) in pairs {
            store.put_with_key(&text.into(), &key.into()).ok()?;
        }
        completed(&transaction).await
    }

    /// Forgets everything.
    pub async fn clear(&self) -> Option<()> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.clear().ok()?;
        completed(&transaction).await
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<(IdbObjectStore, IdbTransaction)> {
        let transaction = self.inner.transaction_with_str_and_mode(STORE, mode).ok()?;
        Some((transaction.object_store(STORE).ok()?, transaction))
    }
}

fn prepare(database: &IdbDatabase) -> Option<()> {
    database.create_object_store(STORE).ok().map(drop)
}

async fn result(request: &IdbRequest) -> Option<JsValue> {
    promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    })
    .await?;
    request.result().ok()
}

/// A request may succeed and its transaction still fail, for want of room above all.
async fn completed(transaction: &IdbTransaction) -> Option<()> {
    promise(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    })
    .await
}

/// Waits for an event: the callbacks of a promise serve as its handlers.
async fn promise(mut listen: impl FnMut(&Function, &Function)) -> Option<()> {
    let promise = Promise::new(&mut |resolve, reject| listen(&resolve, &reject));
    JsFuture::from(promise).await.ok().map(drop)
}
