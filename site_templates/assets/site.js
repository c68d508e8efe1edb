// What pages do beyond HTML.
