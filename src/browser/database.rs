//! A database of texts by key, where the browser gives one (W3C Indexed Database API 3.0).

use js_sys::{Array, Function, Promise};
use kanbao_archive::library::{Store, StoreError};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use super::named;

const STORE: &str = "texts";

/// The version of the database: which stores it has, not what is in their texts, which say their own. While it is raised
/// no other window can have the database open, and those that run an earlier app cannot open it again: so only for what
/// cannot be done otherwise.
const VERSION: u32 = 1;

/// An open database. Private windows and web views may have none, or lose it at any moment.
pub struct Database {
    inner: IdbDatabase,
}

impl Database {
    /// Opens the database of this name, or makes it. Origins are shared between sites, so the name holds the site's path.
    ///
    /// # Errors
    /// Where the browser has none, or refuses it.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok()?);
        let factory = factory.ok_or(StoreError::Refused)?;
        let request = factory.open_with_u32(name, VERSION).map_err(reason)?;
        let inner = match opened(&request).await {
            // A later app has made more of it; what this one needs is there all the same.
            Err(error) if name_of(&error) == "VersionError" => open_as_it_is(&factory, name).await,
            other => other,
        };
        let inner: IdbDatabase = inner.map_err(reason)?.unchecked_into();
        // A window that needs another version, or that deletes everything, would wait for this one for ever.
        let closing = inner.clone();
        let close = Closure::<dyn FnMut()>::new(move || closing.close()).into_js_value();
        inner.set_onversionchange(close.dyn_ref::<Function>());
        Ok(Self { inner })
    }

    fn store(&self, mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), StoreError> {
        let transaction = self
            .inner
            .transaction_with_str_and_mode(STORE, mode)
            .map_err(reason)?;
        Ok((transaction.object_store(STORE).map_err(reason)?, transaction))
    }
}

impl Store for Database {
    async fn all(&self) -> Result<Vec<(String, String)>, StoreError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let (keys, texts) = (
            store.get_all_keys().map_err(reason)?,
            store.get_all().map_err(reason)?,
        );
        // Both belong to one transaction, so they fit together.
        let (keys, texts) = (result(&keys).await?, result(&texts).await?);
        let (keys, texts) = (Array::from(&keys), Array::from(&texts));
        let pairs = keys.iter().zip(texts.iter());
        let pairs = pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)));
        Ok(pairs.collect())
    }

    async fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let request = store.get(&key.into()).map_err(reason)?;
        Ok(result(&request).await?.as_string())
    }

    async fn put(&self, texts: Vec<(String, String)>) -> Result<(), StoreError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        for (key, text) in texts {
            store.put_with_key(&text.into(), &key.into()).map_err(reason)?;
        }
        completed(&transaction).await
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.clear().map_err(reason)?;
        completed(&transaction).await
    }
}

/// Waits until the database is open; it is made where there is none. (Where another window has to close it first, this
/// takes as long as that does.)
async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, JsValue> {
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        // Where it fails, so does whatever is asked of the store later.
        if let Ok(inner) = opening.result() {
            let _ = inner.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(upgrade.dyn_ref::<Function>());
    answered(request).await
}

async fn open_as_it_is(factory: &IdbFactory, name: &str) -> Result<JsValue, JsValue> {
    answered(&*factory.open(name)?).await
}

async fn result(request: &IdbRequest) -> Result<JsValue, StoreError> {
    answered(request).await.map_err(reason)
}

async fn answered(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let answered = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    match answered.await {
        Ok(_) => request.result(),
        Err(_) => Err(error_of(request)),
    }
}

/// A request may succeed and its transaction still fail, for want of room above all.
async fn completed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let completed = promise(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    });
    completed
        .await
        .map(drop)
        .map_err(|_| reason(error_of(transaction)))
}

/// Waits for an event: the callbacks of a promise serve as its handlers.
async fn promise(mut listen: impl FnMut(&Function, &Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| listen(&resolve, &reject))).await
}

/// What a request or a transaction says about its failure.
fn error_of(failed: &JsValue) -> JsValue {
    named::get(failed, "error").unwrap_or_default()
}

fn name_of(error: &JsValue) -> String {
    named::text(error, "name").unwrap_or_default()
}

/// What an exception means to whoever asked (Indexed Database API, "Exceptions").
fn reason(error: JsValue) -> StoreError {
    match name_of(&error).as_str() {
        "QuotaExceededError" => StoreError::Full,
        // The connection was closed: by this window for another one, or by a browser that clears the site's data.
        "InvalidStateError" | "AbortError" => StoreError::Gone,
        _ => StoreError::Refused,
    }
}
