package dev.kiln.streams.app;

/** What lies at the bottom of a chain of exceptions, as a part of a sentence. */
final class RootCause {

  private RootCause() {}

  static String of(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null
        ? deepest.getClass().getSimpleName()
        : message.strip().replaceAll("\\.$", "");
  }
}
