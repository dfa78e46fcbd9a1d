// IndexedDB as promises. A transaction is over when the browser says `complete`, not when its last request succeeded.

/** One database that is opened when first needed, and again when it was closed or removed under us. */
export function database(name, stores) {
  let opening;
  const forget = () => (opening = undefined);

  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, options] of Object.entries(stores)) request.result.createObjectStore(store, options);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const db = request.result;
        db.onclose = forget;
        db.onversionchange = () => {
          db.close();
          forget();
        };
        resolve(db);
      };
    });
  }

  async function opened() {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** Runs `work(store)` in one transaction; its value comes only once everything is on the disk. */
  return async function transact(mode, work) {
    const db = await opened();
    return new Promise((resolve, reject) => {
      const names = Object.keys(stores);
      const transaction = db.transaction(names, mode, { durability: "strict" });
      let value, failure;
      transaction.oncomplete = () => resolve(value);
      transaction.onabort = () => reject(failure || transaction.error || new Error("aborted"));
      work((store) => transaction.objectStore(store)).then(
        (result) => (value = result),
        (error) => {
          failure = error;
          try {
            transaction.abort();
          } catch {
            // it is already over, and `onabort` says so
          }
        },
      );
    });
  };
}

/** The result of one request. */
export function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
