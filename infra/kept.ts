import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * For what is kept whatever becomes of its stack, and has a name of its own: only a deploy that made it and failed
 * takes it along, so that the next one finds the name free. What is in it by then came from nobody.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
