package dev.kiln.generation.engine;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Requests that a generator can serve, by its card: each sampler that fits, short and long, guided
 * and not, of one sample and of several, under conditions drawn at random.
 */
final class MixedLoad {

  private static final int SHORT = 4;
  private static final int LONG = 20;

  /** One in so many is long. */
  private static final int RARE = 5;

  /** A generator of one step fits one sampler, and gets as many requests as others. */
  private static final int LEAST = 40;

  private final Generator generator;
  private final GeneratorCard card;
  private final Random random;

  MixedLoad(Generator generator, long seed) {
    this.generator = generator;
    this.card = generator.card();
    this.random = new Random(seed);
  }

  /** The requests; each is served, and no two are equal. */
  List<GenerationSpec> requests() throws Exception {
    List<GenerationSpec> requests = new ArrayList<>();
    do {
      for (SamplerInfo sampler : Samplers.all()) {
        for (int steps : new int[] {1, SHORT, requests.size() % RARE == 0 ? LONG : SHORT}) {
          for (GenerationSpec spec : of(sampler.name(), steps)) {
            if (SpecCheck.refusal(generator, spec).isEmpty()) {
              requests.add(spec);
            }
          }
        }
      }
    } while (requests.size() < LEAST);
    return requests;
  }

  private List<GenerationSpec> of(String sampler, int steps) {
    boolean denoises = card.stages().stream().anyMatch(stage -> stage.kind() == StageKind.DENOISE);
    GenerationSpec plain =
        conditioned(GenerationSpec.of(card.name()).withVersion(card.version()))
            .withSeed(random.nextLong())
            .withSampler(sampler)
            .withSteps(denoises ? Math.min(steps, card.limitsOrDefault().steps()) : 1)
            .withGuidance(1.0)
            .withCount(1 + random.nextInt(3))
            .withPriority(random.nextInt(3))
            .withKey(random.nextBoolean() ? "key" + random.nextInt(4) : null);
    return card.guidance().isEmpty()
        ? List.of(plain)
        : List.of(plain, plain.withGuidance(2.5).withSeed(random.nextLong()));
  }

  private GenerationSpec conditioned(GenerationSpec spec) {
    GenerationSpec with = spec;
    for (ConditionSpec condition : card.conditions()) {
      with =
          switch (condition.kind()) {
            case LABEL -> with.withCondition(condition.name(), any(condition.classes()));
            case TEXT ->
                with.withCondition(
                    condition.name(),
                    condition.text() == null ? "" : any(condition.text().examples()));
            case ROW -> with.withRow(someColumns());
          };
    }
    return card.restores() ? with.withSource(SourceImage.of(anySample())) : with;
  }

  private String any(List<String> choice) {
    return choice.isEmpty() ? "" : choice.get(random.nextInt(choice.size()));
  }

  private Map<String, @Nullable Object> someColumns() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (ColumnSpec column : card.sample().columns()) {
      if (random.nextInt(3) == 0) {
        row.put(
            column.name(),
            switch (column.type()) {
              case CATEGORICAL -> any(column.categories());
              case BOOLEAN -> random.nextBoolean();
              case INTEGER -> Math.round(knot(column));
              case REAL -> knot(column);
            });
      }
    }
    return row;
  }

  private double knot(ColumnSpec column) {
    return column.knots().get(random.nextInt(column.knots().size()));
  }

  private FloatTensor anySample() {
    SampleSpec sample = card.sample();
    float[] values = new float[sample.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sample.low() + (sample.high() - sample.low()) * random.nextDouble());
    }
    return new FloatTensor(sample.shape(), values);
  }
}
