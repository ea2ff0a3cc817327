package dev.kiln.streams.cli;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.storage.BlobStore;
import dev.kiln.storage.BlobStores;
import dev.kiln.streams.files.SampleData;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where samples are that were too large for their record. */
final class BlobOption {

  @Option(
      names = "--blob-store",
      paramLabel = "PLACE",
      defaultValue = "",
      description =
          "Where the app keeps samples that are too large for a record: dir:/path or s3://bucket/prefix, as its"
              + " kiln.blob.store. Without it they are named and not read.")
  private String place = "";

  @Option(
      names = "--blob-s3-region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "The region of S3 (default: ${DEFAULT-VALUE}).")
  private String region = "";

  @Option(
      names = "--blob-s3-endpoint",
      paramLabel = "URL",
      defaultValue = "",
      description = "A server that speaks S3's protocol, in place of Amazon's.")
  private String endpoint = "";

  /** The store, or empty if none was named. */
  Optional<BlobStore> open() {
    try {
      return BlobStores.open(new BlobStores.Settings(place, region, endpoint));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException("--blob-store or its endpoint " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new CommandFailedException(Errors.sentence(e), e);
    }
  }

  /** The sample with its bytes, or as it is if they are where nothing was said of. */
  static GeneratedSample whole(GeneratedSample sample, Optional<BlobStore> store) {
    if (store.isEmpty()) {
      return sample;
    }
    try {
      return SampleData.whole(sample, store.get());
    } catch (IOException e) {
      throw new CommandFailedException("The sample cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
