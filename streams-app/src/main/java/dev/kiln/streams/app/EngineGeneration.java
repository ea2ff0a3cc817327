package dev.kiln.streams.app;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.PreviewBox;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Provenance;
import dev.kiln.streams.topology.Generation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine, as the topology sees it. */
public record EngineGeneration(Engine engine) implements Generation {

  @Override
  public Submission submit(GenerationSpec spec) {
    return engine.submit(spec);
  }

  @Override
  public Submission submit(GenerationSpec spec, @Nullable PreviewBox previews) {
    return engine.submit(spec, previews);
  }

  @Override
  public Optional<SampleSpec> sample(String generator, @Nullable String version) {
    return engine.generators().stream()
        .filter(card -> card.name().equals(generator))
        .filter(card -> version == null || card.version().equals(version))
        .map(card -> card.sample())
        .findFirst();
  }

  @Override
  public Optional<SampleSpec> of(Provenance made) {
    return engine.card(made.hash()).map(GeneratorCard::sample);
  }
}
