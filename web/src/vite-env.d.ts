/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The origin (and path) of the API before `/api`; by default the page's own. */
  readonly VITE_API_BASE?: string;
}
