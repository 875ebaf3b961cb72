/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Origin (and path) of the API before `/api`; the page's own when not set. */
  readonly VITE_API_BASE?: string;
}
