package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.message.Sentence;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.request.DecodeResult;
import dev.kiln.schemas.request.RequestDecoder;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.ReadResult.Later;
import dev.kiln.streams.contract.ReadResult.Ready;
import dev.kiln.streams.contract.ReadResult.Unusable;
import dev.kiln.streams.inflight.Entry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored records as requests to the engine. Checks only what the engine cannot see: the
 * encoding, the deadline and whether pictures can be read. Safe for many threads; may wait for the
 * registry.
 */
public final class RequestReader {

  private final RequestDecoder decoder;
  private final SampleSpecs specs;
  private final LongSupplier nanoClock;
  private final boolean keysRequired;

  /**
   * @param specs what the generators' samples are
   * @param nanoClock the engine's clock, as {@link System#nanoTime()}
   * @param keysRequired whether a request without a key is refused
   */
  public RequestReader(
      RequestDecoder decoder, SampleSpecs specs, LongSupplier nanoClock, boolean keysRequired) {
    this.decoder = decoder;
    this.specs = specs;
    this.nanoClock = nanoClock;
    this.keysRequired = keysRequired;
  }

  /**
   * Reads a stored record.
   *
   * @param nowMs the time of day, against which deadlines are held
   */
  public ReadResult read(Entry entry, long nowMs) {
    try {
      return readWhole(entry, nowMs);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return new Unusable(
          new Problem(
              entry.origin().toString(),
              FailureCode.TOO_LARGE,
              "The request cannot be read in the memory that this process has."),
          null);
    }
  }

  private ReadResult readWhole(Entry entry, long nowMs) {
    byte[] value = entry.value();
    if (value == null) {
      return new Unusable(absent(entry), null);
    }
    DecodeResult result = decoder.decode(value);
    if (result instanceof DecodeResult.RegistryOutage outage) {
      return new Later(outage.sentence());
    }
    if (result instanceof DecodeResult.Undecodable bad) {
      return new Unusable(new Problem(entry.origin().toString(), bad.code(), bad.sentence()), null);
    }
    GenerationRequest request = ((DecodeResult.Decoded) result).request();
    String given = request.getRequestId();
    String id = given == null ? entry.origin().toString() : given;
    if (keysRequired && entry.key() == null) {
      return new Unusable(
          new Problem(
              id,
              FailureCode.MISSING_KEY,
              "The record has no key; give it one, or let the application run with"
                  + " kiln.keys=optional."),
          request);
    }
    SampleSpec samples = specs.sample(request.getGenerator(), request.getVersion()).orElse(null);
    Problem problem = problem(id, request, samples, entry.timestamp(), nowMs);
    if (problem != null) {
      return new Unusable(problem, request);
    }
    try {
      Long deadline = deadlineNanos(request.getDeadlineMs(), entry.timestamp(), nowMs);
      return new Ready(
          id,
          request,
          RequestSpecs.of(request, entry.seed(), deadline, samples).withKey(key(entry)));
    } catch (IllegalArgumentException e) {
      return new Unusable(new Problem(id, FailureCode.BAD_IMAGE, e.getMessage() + "."), request);
    }
  }

  /** The id that a stored record gives; that of its place where it gives none or is unreadable. */
  public String id(Entry entry) {
    byte[] value = entry.value();
    if (value != null && decoder.decode(value) instanceof DecodeResult.Decoded decoded) {
      String given = decoded.request().getRequestId();
      return given == null ? entry.origin().toString() : given;
    }
    return entry.origin().toString();
  }

  /**
   * The time of day at which a stored record expires, in milliseconds since the epoch; {@link
   * Entry#NEVER} for a record that does not, or is no request; null while it cannot be read.
   */
  public @Nullable Long deadline(Entry entry) {
    byte[] value = entry.value();
    if (value == null) {
      return Entry.NEVER;
    }
    DecodeResult result = decoder.decode(value);
    if (result instanceof DecodeResult.RegistryOutage) {
      return null;
    }
    Long given =
        result instanceof DecodeResult.Decoded decoded ? decoded.request().getDeadlineMs() : null;
    boolean expires = given != null && given > 0 && given < Entry.NEVER - entry.timestamp();
    return given != null && expires ? entry.timestamp() + given : Entry.NEVER;
  }

  /** The record's key, byte for byte a character. */
  private static @Nullable String key(Entry entry) {
    byte[] key = entry.key();
    return key == null ? null : new String(key, StandardCharsets.ISO_8859_1);
  }

  private static Problem absent(Entry entry) {
    String id = entry.origin().toString();
    return entry.droppedBytes() == 0
        ? new Problem(
            id,
            FailureCode.EMPTY_VALUE,
            "The record has neither a key nor a value; expected a request, or a key to cancel.")
        : new Problem(
            id,
            FailureCode.TOO_LARGE,
            "The request takes %d bytes with key and headers, more than the limit allows."
                .formatted(entry.droppedBytes()));
  }

  private @Nullable Problem problem(
      String id,
      GenerationRequest request,
      @Nullable SampleSpec samples,
      long timestamp,
      long nowMs) {
    String asked = request.getEncoding();
    if (asked != null) {
      Encoding encoding = Encoding.named(asked).orElse(null);
      if (encoding == null) {
        return new Problem(
            id,
            FailureCode.BAD_ENCODING,
            "encoding must be raw, png or json, was " + Sentence.quoted(asked) + ".");
      }
      if (samples != null && !encoding.suits(samples.kind())) {
        return new Problem(
            id,
            FailureCode.BAD_ENCODING,
            "encoding %s is for %s, %s makes %s; ask for raw."
                .formatted(
                    asked,
                    encoding == Encoding.PNG ? "pictures" : "rows",
                    request.getGenerator(),
                    made(samples)));
      }
    }
    Long deadline = request.getDeadlineMs();
    if (deadline != null && deadline < 1) {
      return new Problem(
          id, FailureCode.BAD_DEADLINE, "deadlineMs must be at least 1, was " + deadline + ".");
    }
    return deadline != null && nowMs - timestamp >= deadline ? Outcomes.expired(id, request) : null;
  }

  private static String made(SampleSpec samples) {
    return switch (samples.kind()) {
      case IMAGE -> "pictures";
      case ROW -> "rows";
      case VECTOR -> "samples of " + samples.shape() + " numbers";
    };
  }

  private @Nullable Long deadlineNanos(@Nullable Long deadlineMs, long timestamp, long nowMs) {
    if (deadlineMs == null) {
      return null;
    }
    long left = deadlineMs - (nowMs - timestamp);
    // A deadline in a hundred years is none, and would wrap the engine's clock around.
    return left > TimeUnit.DAYS.toMillis(36_500)
        ? null
        : nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(left);
  }
}
