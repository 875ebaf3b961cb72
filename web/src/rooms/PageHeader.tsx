import type { ReactNode } from "react";
import { hrefs } from "../app/router";
import { Icon } from "../controls/Icon";

/** The header of a page, with a back button on a phone. */
export function PageHeader({
  title,
  detail,
  icon,
  children,
}: {
  title: string;
  detail?: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="page-head">
      <a className="icon-button back" href={hrefs.home} aria-label="Back to rooms">
        <Icon name="back" />
      </a>
      {icon}
      <div className="page-title">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {detail && <p>{detail}</p>}
      </div>
      <div className="page-actions">{children}</div>
    </header>
  );
}
