import { IMAGE_TYPES } from '@sagopalgo/core/contracts/images.ts';
import { FileSpreadsheet, ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import '../../components/field.css';
import { Strip } from '../../components/strip.tsx';
import { FeeNote } from '../../components/fee-note.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { useTerms } from '../../lib/use-terms.ts';
import { BULK_COLUMNS } from './bulk-columns.ts';
import { reportCsv, templateCsv } from './bulk-files.ts';
import './bulk-form.css';
import type { BulkRow } from './bulk-row.ts';
import { BulkRows } from './bulk-rows.tsx';
import { BULK_FILES_MAX } from './picture-files.ts';
import { BULK_ROWS_MAX } from './read-table.ts';
import { useFirstSaleDate } from '../../lib/use-first-sale-date.ts';
import type { Bulk } from './use-bulk.ts';
import { countOf, useBulk } from './use-bulk.ts';

const CSV_TYPES = ['.csv', 'text/csv'];

/** Many things at once: a table, the pictures it names, and what becomes of each row. */
export function BulkForm({ userId }: { userId: string }) {
  const bulk = useBulk(userId);
  return (
    <div className="bulk">
      <Columns />
      <section className="bulk-step">
        <h2>1. 표 고르기</h2>
        <p className="field-note">
          엑셀에서 CSV로 저장한 파일이에요. 한 번에 {BULK_ROWS_MAX}줄까지 올릴 수 있어요.
        </p>
        <FileTrigger
          acceptedFileTypes={CSV_TYPES}
          onSelect={(files) => files?.[0] && void bulk.chooseTable(files[0])}
        >
          <Button isDisabled={bulk.isSending}>
            <FileSpreadsheet aria-hidden size={18} />표 파일 고르기
          </Button>
        </FileTrigger>
        <TableWords table={bulk.table} rowCount={bulk.rows.length} />
      </section>
      <section className="bulk-step">
        <h2>2. 사진 고르기</h2>
        <p className="field-note">
          표에 적은 이름의 사진을 모두 골라 주세요. 여러 번에 나눠 골라도 돼요. 고르는 대로
          올라가요.
        </p>
        <FileTrigger
          acceptedFileTypes={IMAGE_TYPES}
          allowsMultiple
          onSelect={(files) => void bulk.addPictures([...(files ?? [])])}
        >
          <Button isDisabled={bulk.isSending}>
            <ImagePlus aria-hidden size={18} />
            사진 고르기
          </Button>
        </FileTrigger>
        <output className="field-note num">
          {bulk.pictureCount > 0 && `사진 ${bulk.pictureCount}장을 골랐어요.`}
        </output>
        <p className="field-fault num" role="alert">
          {bulk.leftOut > 0 &&
            `사진은 ${BULK_FILES_MAX}장까지 고를 수 있어요. ${bulk.leftOut}장은 넣지 않았어요.`}
        </p>
      </section>
      {bulk.rows.length > 0 && <Sending bulk={bulk} />}
    </div>
  );
}

function Sending({ bulk }: { bulk: Bulk }) {
  const { rows, isSending, isStopping, stopped, send, stop, listAgain } = bulk;
  const { data: rates } = useTerms();
  const toSend = countOf(rows, 'sound', 'refused', 'sending');
  const wrong = countOf(rows, 'wrong');
  return (
    <section className="bulk-step">
      <h2>3. 확인하고 올리기</h2>
      <output className="num" data-testid="bulk-standing">
        {rows.length}줄 중 올렸어요 {countOf(rows, 'listed')} · 전에 올렸어요{' '}
        {countOf(rows, 'before')} · 올릴 수 있어요 {countOf(rows, 'sound', 'sending')} · 고칠 곳이
        있어요 {wrong} · 올리지 못했어요 {countOf(rows, 'refused')}
      </output>
      <BulkRows rows={rows} onAgain={isSending ? undefined : (row) => void listAgain(row)} />
      <div role="alert">{stopped !== null && <Strip mood="no">{stopped}</Strip>}</div>
      {toSend > 0 && <FeeNote rates={rates} startsKrw={startsOf(rows)} />}
      {wrong > 0 && toSend > 0 && (
        <p className="field-note">
          고칠 곳이 있는 줄은 빼고 올려요. 표를 고쳐 다시 고르면 남은 줄만 올릴 수 있어요.
        </p>
      )}
      <div className="row bulk-end">
        {isSending ? (
          <Button size="big" busy={isStopping} onPress={stop}>
            이 줄까지 올리고 멈추기
          </Button>
        ) : (
          <Button kind="primary" size="big" isDisabled={toSend === 0} onPress={send}>
            {toSend === 0 ? '올릴 물건이 없어요' : `물건 ${toSend}개 올리기`}
          </Button>
        )}
        <Button
          size="big"
          onPress={() => saveFile('올린-결과.csv', reportCsv(rows, location.origin), 'text/csv')}
        >
          결과를 표로 받기
        </Button>
      </div>
    </section>
  );
}

/** The starting prices of what will be sent. */
function startsOf(rows: readonly BulkRow[]): number[] {
  return rows.flatMap(({ listing }) => listing?.startKrw ?? []);
}

function TableWords({ table, rowCount }: { table: Bulk['table']; rowCount: number }) {
  const unknown = table?.unknownColumns ?? [];
  return (
    <>
      <output className="field-note num">
        {table && table.fault === null && `${table.name}: 물건 ${rowCount}개를 읽었어요.`}
        {unknown.length > 0 && ` 모르는 열은 읽지 않았어요: ${unknown.join(', ')}`}
      </output>
      <p className="field-fault" role="alert">
        {table?.fault}
      </p>
    </>
  );
}

/** What may stand in the table, with one to begin with. */
function Columns() {
  const saleDate = useFirstSaleDate();
  const download = (): void => {
    saveFile('물건-올리기-서식.csv', templateCsv(saleDate), 'text/csv');
  };
  return (
    <section className="bulk-step">
      <div className="row apart">
        <h2>표에 적는 것</h2>
        <Button onPress={download}>서식 받기</Button>
      </div>
      <details>
        <summary>열 {BULK_COLUMNS.length}개를 어떻게 적는지 보기</summary>
        <dl className="bulk-columns">
          {BULK_COLUMNS.map(({ id, name, note, isNeeded }) => (
            <div key={id}>
              <dt>
                {name} {!isNeeded && <small>선택</small>}
              </dt>
              <dd>{note}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
