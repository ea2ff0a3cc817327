package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;

/**
 * Kiln's engine.
 *
 * @param engine closed with this
 */
public record EngineServer(Engine engine) implements Server {

  @Override
  public void submit(int steps, long seed, Done done) {
    GenerationSpec spec =
        GenerationSpec.of(BenchModels.NAME).withSteps(steps).withSeed(seed).withGuidance(1.0);
    var unused =
        engine
            .submit(spec)
            .outcome()
            .thenAccept(
                outcome -> {
                  if (outcome instanceof Outcome.Generated generated) {
                    done.told(generated.timings().waitNanos() / 1e6);
                  }
                });
  }

  @Override
  public void close() {
    engine.close();
  }
}
