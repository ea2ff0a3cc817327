package dev.kiln.streams.faults;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The engine with one request at a time, for each directory that a generator was served from; each
 * distinct request is made once. For one thread.
 */
final class EngineAlone implements Verifier.Alone, AutoCloseable {

  private record Question(GenerationSpec spec, String hash) {}

  private final List<Engine> engines = new ArrayList<>();
  private final Map<Question, Optional<Outcome.Generated>> made = new HashMap<>();

  EngineAlone(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      engines.add(Engine.open(directory));
    }
  }

  @Override
  public Optional<float[]> sample(GenerationSpec spec, String hash, int index) {
    return made.computeIfAbsent(new Question(spec, hash), this::make)
        .map(generated -> generated.samples().get(index).values());
  }

  /** By the generator of that hash; empty if there is none. */
  private Optional<Outcome.Generated> make(Question question) {
    return engines.stream()
        .filter(engine -> has(engine, question.spec().generator()))
        .map(engine -> make(engine, question.spec()))
        .filter(generated -> generated.provenance().hash().equals(question.hash()))
        .findFirst();
  }

  private static boolean has(Engine engine, String generator) {
    return engine.generators().stream().anyMatch(card -> card.name().equals(generator));
  }

  private static Outcome.Generated make(Engine engine, GenerationSpec spec) {
    try {
      Outcome outcome = engine.submit(spec).outcome().get(60, TimeUnit.SECONDS);
      if (outcome instanceof Outcome.Generated generated) {
        return generated;
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
    engines.forEach(Engine::close);
  }
}
