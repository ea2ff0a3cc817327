package dev.kiln.generation.request;

/**
 * What made a sample: enough to make it again.
 *
 * @param generator the generator's name
 * @param version its version
 * @param hash the sha256 (hex) of its card, which holds the hashes of its networks
 * @param seed the seed used; sample i draws from (seed, i)
 * @param sampler the sampler used
 * @param steps the steps used
 * @param guidance the guidance strength used; 1 is unguided
 */
public record Provenance(
    String generator,
    String version,
    String hash,
    long seed,
    String sampler,
    int steps,
    double guidance) {}
