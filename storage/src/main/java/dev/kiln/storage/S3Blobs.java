package dev.kiln.storage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Blobs as objects of S3, or of whatever speaks its protocol (MinIO, Ceph). An object appears whole
 * or not at all, and the server holds it against its sha256. Credentials come from the settings, or
 * from where the AWS SDK looks for them: environment, system properties, profile, or the machine's
 * role.
 */
final class S3Blobs implements BlobStore {

  private static final Duration ATTEMPT = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(60);

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * Objects of one bucket.
   *
   * @param prefix what all names begin with, with a slash at its end if it is not empty
   * @param settings region and credentials
   * @param endpoint a server other than Amazon's, or null
   */
  S3Blobs(String bucket, String prefix, BlobStores.Settings settings, @Nullable URI endpoint) {
    this.bucket = bucket;
    this.prefix = prefix;
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(settings.region()))
            // Servers that are not Amazon's do not all take a body in chunks, or checksums after
            // it.
            .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(c -> c.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
    if (endpoint != null) {
      builder.endpointOverride(endpoint).forcePathStyle(true);
    }
    if (settings.credentials() != null) {
      builder.credentialsProvider(provider(settings.credentials()));
    }
    this.client = builder.build();
  }

  private static AwsCredentialsProvider provider(BlobStores.Credentials credentials) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
  }

  @Override
  public String put(String name, byte[] bytes) throws IOException {
    String key = prefix + name;
    var request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .checksumSHA256(Base64.getEncoder().encodeToString(Blob.digest(bytes)))
            .build();
    try {
      var unused = client.putObject(request, RequestBody.fromBytes(bytes));
    } catch (SdkException e) {
      throw new IOException("s3://%s/%s is not kept: %s".formatted(bucket, key, e.getMessage()), e);
    }
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public byte[] get(String url) throws IOException {
    String home = "s3://" + bucket + "/";
    if (!url.startsWith(home + prefix)) {
      throw new IOException(url + " is not below " + home + prefix);
    }
    var request =
        GetObjectRequest.builder().bucket(bucket).key(url.substring(home.length())).build();
    try {
      return client.getObjectAsBytes(request).asByteArray();
    } catch (NoSuchKeyException e) {
      throw new IOException(url + " is not there", e);
    } catch (SdkException e) {
      throw new IOException(url + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
