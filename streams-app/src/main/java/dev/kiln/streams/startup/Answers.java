package dev.kiln.streams.startup;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Waits for a cluster's answers, each at most as long as the caller's patience. */
final class Answers {

  /** What came: a value, or why there is none. A question about nothing may have neither. */
  record Reply<T>(@Nullable T value, @Nullable Throwable problem) {}

  private final Duration patience;

  Answers(Duration patience) {
    this.patience = patience;
  }

  /** The answer, or empty where the cluster does not tell, or not to this client. */
  <T> Optional<T> ifTold(KafkaFuture<T> asked) throws InterruptedException {
    return Optional.ofNullable(reply(asked).value());
  }

  <T> Reply<T> reply(KafkaFuture<T> asked) throws InterruptedException {
    try {
      return new Reply<>(asked.get(patience.toMillis(), TimeUnit.MILLISECONDS), null);
    } catch (ExecutionException e) {
      return new Reply<>(null, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return new Reply<>(null, e);
    }
  }

  /** Whether another try could find otherwise. */
  static boolean isPassing(Throwable problem) {
    return problem instanceof RetriableException || problem instanceof TimeoutException;
  }

  /** What lies at the bottom of a failure, as a part of a sentence. */
  static String words(Throwable problem) {
    Throwable deepest = problem;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null
        ? deepest.getClass().getSimpleName()
        : message.strip().replaceAll("\\.$", "");
  }
}
