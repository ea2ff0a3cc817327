package dev.kiln.streams.faults;

import dev.kiln.generation.engine.CatalogWatch;
import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.app.KilnApp;
import dev.kiln.streams.app.KilnConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The application as {@code ./kiln run} starts it, with an engine that can be poisoned. */
final class FaultyApp {

  private FaultyApp() {}

  /**
   * Runs until a signal.
   *
   * @param args the file of the configuration
   */
  public static void main(String[] args) throws Exception {
    ParentWatch.begin();
    var properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(in);
    }
    var config = new KilnConfig(properties);
    var closed = new CountDownLatch(1);
    Optional<Throwable> why;
    try (Engine engine = Engine.open(config.models());
        KilnApp app = new KilnApp(config, new PoisonGeneration(new EngineGeneration(engine)))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(app, closed), "stop"));
      app.start();
      var watch = CatalogWatch.start(engine, config.modelsPoll(), System.out::println);
      why = app.awaitEnd();
      watch.close();
    } finally {
      closed.countDown();
    }
    System.out.println("ended: " + why);
    System.exit(why.isPresent() ? 1 : 0);
  }

  private static void stop(KilnApp app, CountDownLatch closed) {
    app.close();
    try {
      closed.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
