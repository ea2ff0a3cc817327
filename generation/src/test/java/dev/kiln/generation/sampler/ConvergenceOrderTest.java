package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The error of a deterministic sampler falls with the number of steps as its order says. The error
 * is taken at the last level above zero: the step to a clean sample is of first order by design.
 */
class ConvergenceOrderTest {
  private static final GaussianNetwork NETWORK = new GaussianNetwork(0.3, 0.5);

  private static final Map<String, Object> VP =
      Map.of("_class_name", "DDPMScheduler", "beta_end", 0.012);
  private static final Map<String, Object> FLOW =
      Map.of("_class_name", "FlowMatchEulerDiscreteScheduler");
  private static final Map<String, Object> FLOW_IN_LAMBDA =
      Map.of(
          "_class_name",
          "UniPCMultistepScheduler",
          "use_flow_sigmas",
          true,
          "prediction_type",
          "flow_prediction");
  private static final Map<String, Object> EDM =
      Map.of("_class_name", "EDMEulerScheduler", "sigma_max", 20.0, "sigma_min", 0.05);

  static Stream<Arguments> solvers() {
    Map<String, Object> karras = Map.of("use_karras_sigmas", true);
    Map<String, Object> minimum =
        Map.of("use_exponential_sigmas", true, "final_sigmas_type", "sigma_min");
    return Stream.of(
        solver("ddim", VP, Map.of("clip_sample", false, "set_alpha_to_one", false), 1, 50),
        solver("euler", VP, karras, 1, 40),
        solver("heun", VP, karras, 2, 40),
        solver("dpm2", VP, karras, 2, 40),
        solver("lms", with(VP, "beta_end", 0.02), karras, 4, 80),
        solver("dpmpp-1m", VP, minimum, 1, 40),
        solver("dpmpp-2m", VP, minimum, 2, 40),
        solver("dpmpp-2m", VP, with(minimum, "solver_type", "heun"), 2, 40),
        solver("dpmpp-2m", VP, with(minimum, "algorithm_type", "dpmsolver"), 2, 40),
        solver("dpmpp-3m", VP, minimum, 2, 40),
        solver("dpmpp-3m", VP, with(minimum, "algorithm_type", "dpmsolver"), 2, 40),
        solver("dpmpp-2s", VP, minimum, 2, 60),
        solver("dpmpp-2s", VP, with(minimum, "solver_type", "heun"), 2, 60),
        solver("dpmpp-2s", VP, with(minimum, "solver_order", 3), 3, 60),
        solver("unipc", VP, minimum, 3, 40),
        solver("unipc", VP, with(minimum, "solver_type", "bh1"), 3, 40),
        solver("unipc", VP, with(minimum, "predict_x0", false), 3, 40),
        solver("unipc", VP, with(minimum, "solver_order", 3), 4, 80),
        solver("deis", VP, Map.of("use_exponential_sigmas", true), 2, 40),
        solver("deis", VP, Map.of("use_exponential_sigmas", true, "solver_order", 3), 3, 60),
        solver("plms", VP, Map.of("set_alpha_to_one", false), 2, 250),
        solver("ode-vp", VP, Map.of("sampling_eps", 1e-5), 1, 100),
        solver("euler", FLOW, Map.of(), 1, 40),
        solver("heun", FLOW, Map.of(), 2, 40),
        solver("midpoint", FLOW, Map.of(), 2, 40),
        solver("rk4", FLOW, Map.of(), 4, 20),
        solver("euler", EDM, Map.of(), 1, 40),
        solver("dpmpp-2m", EDM, Map.of(), 2, 40),
        solver("ode-ve", EDM, Map.of(), 1, 100));
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> copy = new HashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static Arguments solver(
      String name, Map<String, Object> base, Map<String, Object> settings, int order, int steps) {
    return Arguments.of(name, base, settings, order, steps);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("solvers")
  void theErrorFallsWithItsOrder(
      String name, Map<String, Object> base, Map<String, Object> settings, int order, int steps) {
    List<double[]> points =
        IntStream.of(steps, 2 * steps, 4 * steps)
            .mapToObj(n -> new double[] {Math.log(n), Math.log(error(name, base, settings, n))})
            .toList();
    double slope = -slope(points);
    assertThat(slope).isCloseTo(order, within(0.2));
  }

  @Test
  void solversInLambdaWalkFlowsToo() {
    for (String name : List.of("dpmpp-2m", "dpmpp-3m", "dpmpp-2s", "unipc", "deis")) {
      assertThat(error(name, FLOW_IN_LAMBDA, Map.of("lower_order_final", true), 100))
          .as(name)
          .isLessThan(2e-3);
    }
  }

  private static double error(
      String name, Map<String, Object> base, Map<String, Object> settings, int steps) {
    SamplingPlan plan = Samplers.plan(name, SchedulerConfig.parse(base), steps, 1, settings);
    Level start = new Level(plan.startSample(), plan.startNoise());
    double x = start.alpha() * NETWORK.mean() + 1.3 * start.sigma() + 0.4;
    List<double[]> walked =
        PlanEvaluator.walkRows(
            plan, new double[] {x}, (input, row) -> predict(base, input, row), () -> new double[1]);
    int last = plan.calls() - 1;
    if (name.equals("midpoint") || name.equals("rk4")) {
      last -= plan.calls() / steps;
    }
    while (plan.rows().get(last).knownNoise() == 0) {
      last--;
    }
    PlanRow row = plan.rows().get(last);
    Level end = new Level(row.knownSample(), row.knownNoise());
    if (Boolean.FALSE.equals(settings.get("set_alpha_to_one"))) {
      last = plan.calls() - 1;
      end = Level.ofAlphaCumprod(1f - 0.0001f);
    }
    double exact =
        base == FLOW
            ? x * Math.exp(Math.pow(end.sigma(), 3) - Math.pow(start.sigma(), 3))
            : NETWORK.carried(x, start, end);
    return Math.abs(walked.get(last)[0] - exact);
  }

  private static double predict(Map<String, Object> base, double input, PlanRow row) {
    if (base == EDM) {
      Level level = Level.exploding(row.sigma());
      double x = input / row.inputScale();
      return (NETWORK.clean(x, level) - row.toDx() * x) / row.toDm();
    }
    double share = Double.isInfinite(row.sigma()) ? 1 : row.sigma() / (1 + row.sigma());
    if (base == FLOW) {
      // Normal data are too kind to the midpoint rule; this field is dx/dsigma = 3 sigma^2 x.
      return 3 * share * share * input;
    }
    if (base == FLOW_IN_LAMBDA) {
      return NETWORK.predict("flow_prediction", input, row, Level.flow(share));
    }
    boolean exploding = row.inputScale() != 1;
    Level level = exploding ? Level.exploding(row.sigma()) : Level.preserving(row.sigma());
    return NETWORK.predict("epsilon", input, row, level);
  }

  private static double slope(List<double[]> points) {
    double x = points.stream().mapToDouble(p -> p[0]).average().orElseThrow();
    double y = points.stream().mapToDouble(p -> p[1]).average().orElseThrow();
    double xy = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    double xx = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    return xy / xx;
  }
}
