import { CategoryEditor } from '../features/operating/category-editor.tsx';

/** 운영 · 분류: what auctions are sorted into. */
export function OperatorCategoriesPage() {
  return (
    <>
      <title>분류 · 운영 · 사고팔고</title>
      <CategoryEditor />
    </>
  );
}
