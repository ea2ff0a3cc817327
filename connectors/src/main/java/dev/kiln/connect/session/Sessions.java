package dev.kiln.connect.session;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The generators that this worker has loaded. Who asks for the same files with the same number of
 * threads gets the same engine, so that many tasks cost the memory of one and share its batches;
 * the last one to close ends it. Safe for many threads.
 */
public final class Sessions {

  /** Of this worker: Connect loads all plugins of an archive with one class loader. */
  private static final Sessions WORKER = new Sessions();

  private final Map<Key, Shared> open = new HashMap<>();

  /** Which engine: other files under the same name have another hash. */
  private record Key(Path directory, String hash, int threads) {}

  /** An engine and how many hold it. */
  private static final class Shared {
    private final Engine engine;
    private int holders;

    Shared(Engine engine) {
      this.engine = engine;
    }
  }

  /** The sessions of this worker. */
  public static Sessions ofWorker() {
    return WORKER;
  }

  /**
   * A session of a generator; it is loaded unless it is already. Close it once.
   *
   * @throws ConnectException in one sentence, if it cannot be loaded
   */
  public synchronized Session acquire(Generator generator, int threads) {
    var key =
        new Key(generator.directory().toAbsolutePath().normalize(), generator.hash(), threads);
    Shared shared = open.computeIfAbsent(key, k -> new Shared(load(generator, threads)));
    shared.holders++;
    return new Session(generator, shared.engine, () -> release(key));
  }

  /** How many engines are loaded. */
  public synchronized int loaded() {
    return open.size();
  }

  private synchronized void release(Key key) {
    Shared shared = open.get(key);
    if (shared != null && --shared.holders == 0) {
      open.remove(key);
      shared.engine.close();
    }
  }

  private static Engine load(Generator generator, int threads) {
    Engine engine =
        Engine.open(
            new GeneratorCatalog(List.of(generator), List.of()),
            EngineOptions.defaults().withLoader(OnnxNetwork.loader(OnnxOptions.cpu(threads))));
    if (engine.generators().isEmpty()) {
      engine.close();
      throw new ConnectException(
          "Generator " + generator.id() + " cannot serve: " + String.join("; ", engine.problems()));
    }
    return engine;
  }
}
