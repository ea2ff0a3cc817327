package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.TinyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every sampler there is, over a network of each process: under a mixed load, short and long,
 * guided and not, each request's sample is what it is alone.
 */
@Timeout(120)
class EverySamplerTest {

  /** What a network was trained for: its scheduler, and what it predicts. */
  private record Trained(String sampler, String prediction, String scheduler) {}

  private static final Map<String, Trained> PROCESSES = new LinkedHashMap<>();

  static {
    PROCESSES.put(
        "cosine",
        new Trained(
            "ddim",
            "v",
            """
            {"_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2",
             "prediction_type": "v_prediction", "timestep_spacing": "trailing"}"""));
    PROCESSES.put(
        "linear",
        new Trained(
            "plms",
            "epsilon",
            "{\"_class_name\": \"PNDMScheduler\", \"beta_schedule\": \"linear\", \"skip_prk_steps\": true}"));
    PROCESSES.put(
        "flow",
        new Trained(
            "flow-euler", "flow", "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}"));
    PROCESSES.put(
        "edm", new Trained("edm-euler", "epsilon", "{\"_class_name\": \"EDMEulerScheduler\"}"));
    PROCESSES.put(
        "adams", new Trained("ipndm", "epsilon", "{\"_class_name\": \"IPNDMScheduler\"}"));
    PROCESSES.put(
        "consistency",
        new Trained(
            "consistency", "consistency", "{\"_class_name\": \"CMStochasticIterativeScheduler\"}"));
  }

  @TempDir private Path models;

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
    TestGenerators.writeLatent(models);
    PROCESSES.forEach(this::write);
  }

  private void write(String name, Trained trained) {
    String card =
        TestGenerators.DDPM
            .replace("tiny-ddpm", name)
            .replace("\"prediction\": \"v\"", "\"prediction\": \"" + trained.prediction() + "\"")
            .replaceFirst("(?s)\"scheduler\": \\{.*?}", "\"scheduler\": " + trained.scheduler())
            .replace("\"sampler\": \"ddim\"", "\"sampler\": \"" + trained.sampler() + "\"");
    TestGenerators.write(models, name, "denoiser.onnx", TinyOnnx.denoiser(4), card);
  }

  @Test
  void underAMixedLoadEachIsWhatItIsAlone() throws Exception {
    List<GenerationSpec> specs = new ArrayList<>();
    Set<String> met = new TreeSet<>();
    List<float[]> alone = new ArrayList<>();
    try (Engine engine = open(1)) {
      assertThat(engine.problems()).isEmpty();
      for (GenerationSpec spec : all()) {
        Outcome outcome = engine.submit(spec).outcome().get(60, TimeUnit.SECONDS);
        if (outcome instanceof Outcome.Generated generated) {
          specs.add(spec);
          alone.add(generated.samples().get(0).values());
          met.add(String.valueOf(spec.sampler()));
        }
      }
    }
    assertThat(met)
        .as("samplers that fit one of the processes")
        .containsAll(Samplers.all().stream().map(SamplerInfo::name).toList());

    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(11));
    try (Engine engine = open(2)) {
      List<Submission> submitted = order.stream().map(i -> engine.submit(specs.get(i))).toList();
      for (int i = 0; i < order.size(); i++) {
        Outcome outcome = submitted.get(i).outcome().get(60, TimeUnit.SECONDS);
        assertThat(outcome).as("%s", specs.get(order.get(i))).isInstanceOf(Outcome.Generated.class);
        assertThat(((Outcome.Generated) outcome).samples().get(0).values())
            .as("%s", specs.get(order.get(i)))
            .containsExactly(alone.get(order.get(i)), within(1e-5f));
      }
    }
  }

  /** Each sampler over each process, and the generators of other kinds; some do not fit. */
  private static List<GenerationSpec> all() {
    List<GenerationSpec> all = new ArrayList<>();
    int seed = 0;
    for (SamplerInfo sampler : Samplers.all()) {
      for (String generator : PROCESSES.keySet()) {
        for (int steps : new int[] {4, 4, 17}) {
          all.add(
              GenerationSpec.of(generator)
                  .withLabel(seed % 10)
                  .withSeed(seed)
                  .withSampler(sampler.name())
                  .withSteps(steps)
                  .withGuidance(seed % 2 == 0 ? 1.0 : 2.0)
                  .withPriority(seed % 3));
          seed++;
        }
      }
      all.add(GenerationSpec.of("tiny-gan").withLabel(seed % 10).withSeed(seed));
      all.add(GenerationSpec.of("tiny-latent").withLabel(seed % 10).withSeed(seed));
    }
    all.add(GenerationSpec.of("tiny-gan").withLabel(1).withSampler("direct"));
    return all;
  }

  private Engine open(int callers) throws Exception {
    return Engine.open(
        models,
        EngineOptions.defaults()
            .withLoader(OnnxNetwork.loader(OnnxOptions.cpu(1)))
            .withCallers(callers)
            .withRows(8, 64));
  }
}
