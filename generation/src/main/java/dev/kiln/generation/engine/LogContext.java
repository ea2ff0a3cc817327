package dev.kiln.generation.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/**
 * What the log of whoever submitted a request said of it (the diagnostic context, MDC), so that
 * lines about it from other threads say so too. Safe for many threads.
 *
 * @param entries such as requestId
 */
record LogContext(Map<String, String> entries) {

  private static final LogContext NONE = new LogContext(Map.of());

  /** That of the calling thread. */
  static LogContext here() {
    Map<String, String> entries = MDC.getCopyOfContextMap();
    return entries == null || entries.isEmpty() ? NONE : new LogContext(entries);
  }

  /** Logs about one request. */
  void during(Runnable log) {
    entries.forEach(MDC::put);
    try {
      log.run();
    } finally {
      entries.keySet().forEach(MDC::remove);
    }
  }

  /** Logs about several: each entry is the list of theirs. */
  static void during(List<LogContext> contexts, Runnable log) {
    Map<String, String> all =
        contexts.stream()
            .flatMap(context -> context.entries().entrySet().stream())
            .distinct()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one + " " + other));
    new LogContext(all).during(log);
  }
}
