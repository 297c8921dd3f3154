/** Where images of kernels may be had: the rows of rules/kernel-images.json. */

export interface ImageRow {
  /** `6.1` */
  readonly kernel: string;
  /** A suite of Debian, and a package of it that is or depends on one with an image. */
  readonly suite: string;
  readonly package: string;
}
