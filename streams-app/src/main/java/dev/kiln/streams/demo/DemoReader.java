package dev.kiln.streams.demo;

import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/**
 * Reads the answers on a thread of its own: those of the mix go into the ledger, those that
 * somebody asked for by hand are said.
 */
final class DemoReader implements AutoCloseable {

  /** The header that carries a request's number; it comes back with every answer. */
  static final String HEADER = "kiln-demo-request";

  private static final Duration POLL = Duration.ofMillis(100);

  private final AnswerReader answers;
  private final Ledger ledger;
  private final Gallery gallery;
  private final Consumer<String> say;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "demo-reader");

  private DemoReader(AnswerReader answers, Ledger ledger, Gallery gallery, Consumer<String> say) {
    this.answers = answers;
    this.ledger = ledger;
    this.gallery = gallery;
    this.say = say;
  }

  static DemoReader start(
      AnswerReader answers, Ledger ledger, Gallery gallery, Consumer<String> say) {
    DemoReader reader = new DemoReader(answers, ledger, gallery, say);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  /** Throws what ended the reading, if anything did. */
  void check() {
    if (end.isDone()) {
      end.join();
    }
  }

  private void run() {
    try (answers) {
      while (true) {
        for (Answer answer : answers.poll(POLL)) {
          take(answer, System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      end.complete(null);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private void take(Answer answer, long nowNanos) {
    OptionalInt request = number(answer);
    if (answer instanceof Answer.Sample sample) {
      if (request.isPresent()) {
        ledger.sample(request.getAsInt(), sample.value(), nowNanos);
        gallery.keep(request.getAsInt(), sample.value());
        gallery.write(sample.value());
      } else {
        String where = gallery.write(sample.value()).map(Object::toString).orElse("no picture");
        say.accept(
            "Sample %d of %d for %s: %s"
                .formatted(
                    sample.value().getIndex() + 1,
                    sample.value().getCount(),
                    sample.value().getRequestId(),
                    where));
      }
    } else if (answer instanceof Answer.Failure failure) {
      if (request.isPresent()) {
        ledger.failure(request.getAsInt(), failure.value(), nowNanos);
      } else {
        say.accept(
            "Failure for %s: %s: %s"
                .formatted(
                    failure.value().getRequestId(),
                    failure.value().getCode(),
                    failure.value().getMessage()));
      }
    }
  }

  private static OptionalInt number(Answer answer) {
    Header header = answer.headers().lastHeader(HEADER);
    return header == null
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(new String(header.value(), StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    answers.wakeup();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
