package dev.kiln.generation.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets an engine look at its directory again and again, on a thread of its own. Close it before the
 * engine.
 */
public final class CatalogWatch implements AutoCloseable {

  private final Engine engine;
  private final Duration interval;
  private final Consumer<String> news;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "kiln-catalog-watch");
  private String lastTrouble = "";

  private CatalogWatch(Engine engine, Duration interval, Consumer<String> news) {
    this.engine = engine;
    this.interval = interval;
    this.news = news;
    thread.setDaemon(true);
  }

  /**
   * Starts to watch.
   *
   * @param interval how long from one look to the next
   * @param news gets a sentence for each change, and each thing that cannot be used
   */
  public static CatalogWatch start(Engine engine, Duration interval, Consumer<String> news) {
    var watch = new CatalogWatch(engine, interval, news);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      engine.refresh().forEach(news);
      lastTrouble = "";
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      String trouble = "The generators stay as they are: " + e.getMessage();
      if (!trouble.equals(lastTrouble)) {
        news.accept(trouble);
        lastTrouble = trouble;
      }
    }
  }

  /** Ends with the look under way. */
  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
