package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every plan follows the reference trajectories, recorded in double precision, at every call. */
class GoldenTest {
  record Case(String label, JsonNode json) {
    @Override
    public String toString() {
      return label;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream("/golden-schedulers.json")) {
      JsonNode cases = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> new Case(c.get("label").asText(), c));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsTheReference(Case golden) {
    SamplingPlan plan = Samplers.plan(config(golden.json()), golden.json().get("steps").asInt());

    assertThat(plan.initNoiseSigma())
        .isCloseTo(number(golden, "init_noise_sigma"), within(1e-5 * plan.initNoiseSigma()));
    double[] timesteps = numbers(golden.json().get("timesteps"));
    assertThat(plan.rows().stream().mapToDouble(PlanRow::t).toArray())
        .containsExactly(timesteps, within(1e-3));
    double[] x = numbers(golden.json().get("initial_noise"));
    for (int i = 0; i < x.length; i++) {
      x[i] *= plan.initNoiseSigma();
    }
    List<double[]> noises = arrays(golden.json().get("noises"));
    List<double[]> walked = PlanEvaluator.walk(plan, x, GoldenTest::model, noises.iterator());
    List<double[]> expected = arrays(golden.json().get("trajectory"));
    assertThat(walked).hasSameSizeAs(expected);
    for (int call = 0; call < walked.size(); call++) {
      assertThat(distance(walked.get(call), expected.get(call)))
          .as("relative distance after call %d", call)
          .isLessThan(1e-5);
    }
  }

  private static double model(double x, double t) {
    return 0.3 * x * Math.cos(t / 200) + 0.1 * Math.sin(x + t / 100) + 0.05;
  }

  private static SchedulerConfig config(JsonNode golden) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("_class_name", golden.get("scheduler").asText());
    for (String part : List.of("config", "set_timesteps_kwargs")) {
      golden
          .get(part)
          .properties()
          .forEach(
              e ->
                  fields.put(
                      e.getKey(), new ObjectMapper().convertValue(e.getValue(), Object.class)));
    }
    if (!golden.get("eta").isNull()) {
      fields.put("eta", golden.get("eta").asDouble());
    }
    return SchedulerConfig.parse(fields);
  }

  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double scale = 0;
    for (int i = 0; i < a.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return difference / scale;
  }

  private static double number(Case golden, String field) {
    return golden.json().get(field).asDouble();
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private static List<double[]> arrays(JsonNode array) {
    List<double[]> values = new ArrayList<>();
    array.forEach(a -> values.add(numbers(a)));
    return values;
  }
}
