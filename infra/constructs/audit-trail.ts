import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/**
 * Records the calls that change this account, in this region. EventBridge gets CloudTrail's events
 * only while a trail records them. Of an account's first trail, AWS bills the storage alone.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, trailName: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Records', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new Trail(this, 'Trail', {
      trailName,
      // `exactOptionalPropertyTypes` sets the CDK's classes apart from their interfaces.
      bucket: bucket as IBucket,
      managementEvents: ReadWriteType.WRITE_ONLY,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
    });
  }
}
