import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { useNotices } from "../app/notices";
import { useTask } from "../app/useTask";
import { FormError } from "../controls/Field";
import { Picture } from "../controls/Picture";
import { squarePicture } from "./squarePicture";

/** Changes or removes the picture of a user or a room. A chosen or dropped picture is shown before it is saved. */
export function PictureForm({
  children,
  canRemove,
  onChange,
}: {
  /** The present picture. */
  children: ReactNode;
  canRemove: boolean;
  /** Sets the picture; null removes it. */
  onChange: (picture: Blob | null) => Promise<unknown>;
}) {
  const { tell } = useNotices();
  const [chosen, setChosen] = useState<{ picture: Blob; url: string } | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  const [isOver, setIsOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const headingId = useId();
  const task = useTask(async (picture: Blob | null) => {
    await onChange(picture);
    close();
    tell(picture ? "Picture updated" : "Picture removed");
  });
  const close = () => {
    setChosen(null);
    button.current?.focus();
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    task.clear();
    const picture = await squarePicture(file);
    setIsUnreadable(!picture);
    setChosen(picture && { picture, url: await dataUrl(picture) });
  };
  const onDrag = (event: DragEvent, over: boolean) => {
    event.preventDefault();
    setIsOver(over);
  };
  return (
    <section
      className="section picture-form"
      aria-labelledby={headingId}
      data-drop={isOver}
      onDragOver={(event) => onDrag(event, true)}
      onDragLeave={(event) => onDrag(event, false)}
      onDrop={(event) => {
        onDrag(event, false);
        void choose(event.dataTransfer.files[0]);
      }}
    >
      <h3 id={headingId}>Picture</h3>
      <div className="picture-row">
        {chosen ? (
          <span className="avatar" data-size="large">
            <Picture urls={[chosen.url]} />
          </span>
        ) : (
          children
        )}
        <input
          ref={picker}
          type="file"
          accept="image/*"
          hidden
          aria-label="Picture"
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
        <div className="picture-actions">
          {chosen && (
            <button
              className="button small"
              type="button"
              disabled={task.busy}
              onClick={() => void task.run(chosen.picture)}
            >
              Save picture
            </button>
          )}
          <button
            ref={button}
            className="button quiet small"
            type="button"
            disabled={task.busy}
            onClick={() => (chosen ? close() : picker.current?.click())}
          >
            {chosen ? "Cancel" : "Change picture…"}
          </button>
          {canRemove && !chosen && (
            <button
              className="button quiet small"
              type="button"
              disabled={task.busy}
              onClick={() => void task.run(null)}
            >
              Remove picture
            </button>
          )}
        </div>
      </div>
      <p className="field-hint" role="status">
        {isUnreadable
          ? "This picture can't be read. Choose a JPEG, PNG, WebP or GIF."
          : chosen
            ? "Others will see the picture like this."
            : "Choose a picture or drop it here. The middle of it is shown."}
      </p>
      <FormError error={task.error} />
    </section>
  );
}

/** The page may show such addresses, but no blob: addresses. */
function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsDataURL(blob);
  });
}
