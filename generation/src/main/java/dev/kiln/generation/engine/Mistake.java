package dev.kiln.generation.engine;

import dev.kiln.generation.request.Rejection;

/** Something in a request that cannot be; the message is the sentence for whoever asked. */
final class Mistake extends Exception {

  private static final long serialVersionUID = 1L;

  private final Rejection reason;

  Mistake(Rejection reason, String message) {
    super(message);
    this.reason = reason;
  }

  Rejection reason() {
    return reason;
  }
}
