/** Documents as others read them; apart from the rest of the package because it brings a PDF reader with it. */
export { readDocx } from './read-docx';
export { decodePdfQr, pdfTexts } from './read-pdf';
