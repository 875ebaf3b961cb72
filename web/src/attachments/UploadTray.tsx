import type { FileUpload, Uploads } from "@chatfunctions/client";
import { Icon } from "../controls/Icon";
import { fileSize } from "./fileSize";

/** The files of the message that is being written, with their progress. */
export function UploadTray({ files, uploads }: { files: readonly FileUpload[]; uploads: Uploads }) {
  return (
    <ul className="upload-tray" aria-label="Attachments">
      {files.map(({ id, name, size, state, progress, reason }) => (
        <li key={id} className="upload" data-state={state}>
          <Icon name="file" />
          <span className="upload-text">
            <bdi className="upload-name">{name}</bdi>
            {state === "failed" ? (
              <span className="upload-failure" role="alert" title={reason}>
                Not uploaded{reason ? `: ${reason}` : ""}
              </span>
            ) : state === "uploading" ? (
              <progress aria-label={`Uploading ${name}`} value={progress} max={1} />
            ) : (
              <span>{fileSize(size)}</span>
            )}
          </span>
          {state === "failed" && (
            <button className="link-button" type="button" onClick={() => uploads.retry(id)}>
              Try again
            </button>
          )}
          <button
            className="icon-button"
            type="button"
            aria-label={`Remove ${name}`}
            onClick={() => uploads.remove(id)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
