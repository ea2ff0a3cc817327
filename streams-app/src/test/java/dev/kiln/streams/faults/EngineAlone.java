package dev.kiln.streams.faults;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The engine with one request at a time; each distinct request is made once. For one thread. */
final class EngineAlone implements Verifier.Alone, AutoCloseable {

  private final Engine engine;
  private final Map<GenerationSpec, List<FloatTensor>> made = new HashMap<>();

  EngineAlone(Path models) throws IOException {
    engine = Engine.open(models);
  }

  @Override
  public float[] sample(GenerationSpec spec, int index) {
    return made.computeIfAbsent(spec, this::make).get(index).values();
  }

  private List<FloatTensor> make(GenerationSpec spec) {
    try {
      Outcome outcome = engine.submit(spec).outcome().get(60, TimeUnit.SECONDS);
      if (outcome instanceof Outcome.Generated generated) {
        return generated.samples();
      }
      throw new IllegalStateException("the engine alone made of " + spec + ": " + outcome);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the engine alone could not make " + spec, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
