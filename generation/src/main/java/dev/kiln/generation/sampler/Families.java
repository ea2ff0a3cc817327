package dev.kiln.generation.sampler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries what a network was trained with from the configuration of one sampler to another: the
 * noise schedule and what the output means, within one family of processes or between two that
 * describe the same one.
 */
final class Families {
  /** What belongs to the network, whichever sampler walks it. */
  private static final List<String> OF_THE_NETWORK =
      List.of(
          "num_train_timesteps",
          "beta_start",
          "beta_end",
          "beta_schedule",
          "trained_betas",
          "rescale_betas_zero_snr",
          "prediction_type",
          "sigma_min",
          "sigma_max",
          "sigma_data",
          "beta_min",
          "beta_max",
          "shift");

  /** Names that mean the sampler of the configuration's family: euler is flow-euler for a flow. */
  private static final List<String> FAMILY_PREFIXES = List.of("flow-", "edm-");

  /**
   * The noisiest level from which a step of several calls can start; usual schedules end at 15 to
   * 160.
   */
  private static final double LARGEST_FIRST_SIGMA = 1000;

  private Families() {}

  /** The name under which a sampler is known in the family of a configuration's own sampler. */
  static String within(Sampler own, String name, List<String> known) {
    for (String prefix : FAMILY_PREFIXES) {
      if (own.info().name().startsWith(prefix) && known.contains(prefix + name)) {
        return prefix + name;
      }
    }
    return name;
  }

  /** The configuration of one sampler's class as another reads it. */
  static SchedulerConfig carry(Sampler own, Sampler wanted, SchedulerConfig base) {
    if (own.fields().equals(wanted.fields())) {
      return base.with(wanted.preset());
    }
    Map<String, Object> fields = ofTheNetwork(own, base);
    SchedulerConfig read = base.withDefaults(own.fields());
    boolean flow = flow(own) || read.isSet("use_flow_sigmas");
    if (read.isSet("use_flow_sigmas")) {
      fields.put("shift", read.number("flow_shift"));
    }
    if (flow && wanted.fields().containsKey("use_flow_sigmas")) {
      fields.put("use_flow_sigmas", true);
      fields.put("flow_shift", fields.getOrDefault("shift", 1.0));
      fields.put("prediction_type", "flow_prediction");
    } else if (!flow && discrete(own) && wanted.fields().containsKey("beta_min")) {
      putContinuousBetas(read, fields);
    } else if (continuous(own) && discrete(wanted)) {
      putDiscreteBetas(read, fields);
    } else if (!(flow ? flow(wanted) : sameProcess(own, wanted))) {
      throw new IllegalArgumentException(
          "sampler "
              + wanted.info().name()
              + " does not fit a network configured for "
              + own.info().diffusersClass());
    }
    if (wanted.info().callsPerStep() > 1 && leaps(fields, wanted)) {
      fields.put("timestep_spacing", "leading");
    }
    return SchedulerConfig.parse(fields).with(wanted.preset());
  }

  /**
   * Whether the first step would leap over decades of noise. A cosine schedule ends at a noise
   * level of thousands, a step below it is at tens; the mean of the slopes at both ends means
   * nothing there. Leading spacing begins a stride below the end.
   */
  private static boolean leaps(Map<String, Object> fields, Sampler wanted) {
    if (!discrete(wanted) || !wanted.fields().containsKey("timestep_spacing")) {
      return false;
    }
    SchedulerConfig config = SchedulerConfig.parse(fields).withDefaults(wanted.fields());
    double[] sigmas = NoiseSchedule.of(config).sigmas();
    return sigmas[sigmas.length - 1] > LARGEST_FIRST_SIGMA;
  }

  private static Map<String, Object> ofTheNetwork(Sampler own, SchedulerConfig base) {
    Map<String, Object> fields = new HashMap<>();
    Map<String, Object> given = base.fields();
    for (String name : OF_THE_NETWORK) {
      Object value = given.getOrDefault(name, own.fields().get(name));
      if (value != null && value != Fields.NONE && own.fields().containsKey(name)) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  /** Linear betas in discrete time are a linear beta(t) in continuous time, times their number. */
  private static void putContinuousBetas(SchedulerConfig read, Map<String, Object> fields) {
    if (!read.text("beta_schedule").equals("linear") || read.has("trained_betas")) {
      throw new IllegalArgumentException(
          "sde-vp and ode-vp need beta_schedule linear, was "
              + (read.has("trained_betas") ? "trained_betas" : read.text("beta_schedule")));
    }
    int train = read.integer("num_train_timesteps");
    fields.put("beta_min", read.number("beta_start") * train);
    fields.put("beta_max", read.number("beta_end") * train);
  }

  /**
   * A linear beta(t) in continuous time is linear betas in discrete time, and t = 1 the last step.
   * The network is told of time at most one step earlier than it learnt.
   */
  private static void putDiscreteBetas(SchedulerConfig read, Map<String, Object> fields) {
    int train = read.integer("num_train_timesteps");
    fields.put("beta_schedule", "linear");
    fields.put("beta_start", read.number("beta_min") / train);
    fields.put("beta_end", read.number("beta_max") / train);
  }

  private static boolean continuous(Sampler sampler) {
    return sampler.fields().containsKey("beta_min");
  }

  private static boolean discrete(Sampler sampler) {
    return sampler.fields().containsKey("beta_schedule");
  }

  private static boolean exploding(Sampler sampler) {
    return sampler.fields().containsKey("snr");
  }

  private static boolean flow(Sampler sampler) {
    return sampler.fields().containsKey("shift");
  }

  private static boolean sameProcess(Sampler own, Sampler wanted) {
    boolean edm = own.fields().containsKey("sigma_schedule");
    return (discrete(own) && discrete(wanted))
        || (edm && wanted.fields().containsKey("sigma_schedule"))
        || (edm && exploding(wanted));
  }
}
