import { Icon } from "../controls/Icon";
import { PageHeader } from "../rooms/PageHeader";
import { hrefs } from "./router";

/** An address that the page doesn't know. */
export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" />
      <div className="blank">
        <Icon name="compass" className="blank-icon" />
        <p role="status">There's nothing at this address.</p>
        <a className="button quiet" href={hrefs.home}>
          Back to your rooms
        </a>
      </div>
    </>
  );
}
