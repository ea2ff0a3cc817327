package dev.kiln.streams.page;

import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.secrets.Secrets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the album from the topics, on a thread of its own: first with the last that lie there, so
 * that the page survives its server, then with what comes. Starts again where something is wrong.
 */
final class AlbumReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlbumReader.class);

  /** So many records of each partition are read back; a transaction's end counts as one. */
  private static final long BACK = 400;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PAUSE_MS = 1_000;

  private final Wiring wiring;
  private final Telling telling;
  private final Album album;
  private final Album previews;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "kiln-page-reader");
  private volatile @Nullable AnswerReader reading;

  private AlbumReader(Wiring wiring, Telling telling, Album album, Album previews) {
    this.wiring = wiring;
    this.telling = telling;
    this.album = album;
    this.previews = previews;
  }

  /**
   * Begins to read.
   *
   * @param album for samples and failures; tells those who listen of the previews, too
   * @param previews for previews
   */
  static AlbumReader start(Wiring wiring, Telling telling, Album album, Album previews) {
    AlbumReader reader = new AlbumReader(wiring, telling, album, previews);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  private void run() {
    String last = "";
    while (closed.getCount() > 0) {
      try {
        read();
      } catch (WakeupException e) {
        return;
      } catch (RuntimeException e) {
        String why = Secrets.mask(String.valueOf(e.getMessage()));
        if (!why.equals(last)) {
          // Before the app has created the topics, this is as it should be.
          LOG.info("The page cannot read the topics yet, and tries again: {}", why);
          last = why;
        }
      }
      try {
        if (closed.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read() {
    try (AnswerReader answers =
        AnswerReader.beforeEnd(wiring.consumer(), wiring.answers(), wiring.schemas(), BACK)) {
      reading = answers;
      while (closed.getCount() > 0) {
        for (Answer answer :
            answers.poll(POLL, damaged -> LOG.info("Not shown on the page: {}", damaged))) {
          take(answer);
        }
      }
    } finally {
      reading = null;
    }
  }

  private void take(Answer answer) {
    if (answer instanceof Answer.Preview preview) {
      telling
          .preview(preview)
          .ifPresent(
              shown -> {
                previews.add(shown);
                album.tell(shown);
              });
    } else {
      album.add(telling.shown(answer));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    AnswerReader answers = reading;
    if (answers != null) {
      answers.wakeup();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
