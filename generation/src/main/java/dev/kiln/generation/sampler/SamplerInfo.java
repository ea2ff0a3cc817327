package dev.kiln.generation.sampler;

/**
 * What there is to know about a sampler before using it.
 *
 * @param name short name, as in requests and cards
 * @param diffusersClass class name in scheduler_config.json, empty where diffusers has none
 * @param order order of convergence of the default setting
 * @param callsPerStep network calls a step
 * @param stochastic whether it adds fresh noise by default
 * @param paper where its equations stand
 */
public record SamplerInfo(
    String name,
    String diffusersClass,
    int order,
    int callsPerStep,
    boolean stochastic,
    String paper) {}
